// An answer: its text so far, how it ended, and who reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/container/small_vector.hpp>

#include <coins/tier.h>
#include <tutor/ending.h>
#include <tutor/model.h>
#include <tutor/text_journal.h>

namespace tutor {

struct AnswerIdentity {
  std::string answer_id;  // the question's id, a UUID
  std::string conversation_id;
  std::int64_t account_id = 0;
  coins::Tier tier = coins::Tier::kCopper;
};

// Belongs to no socket: the tutor keeps it while it is written, and each reader while it reads. Used on one
// loop. The text only grows; after the ending nothing changes.
class Answer final : public AnswerSink {
 public:
  // Told that there is more text or the ending; looks for itself what is new to it. Must not destroy the
  // answer.
  class Reader {
   public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    virtual ~Reader() = default;
    virtual void answer_changed() = 0;
    // As AnswerSink::prefetch.
    virtual void prefetch() const {}
  };

  // Gets what is appended, before any reader does, with the byte of the text at which it stands. `place` is
  // the keeper's, of this answer.
  class Keeper {
   public:
    Keeper() = default;
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
    virtual ~Keeper() = default;
    virtual void keep(TextJournal::Place& place, std::string_view answer_id, std::size_t offset,
                      std::string_view text) = 0;
  };

  explicit Answer(AnswerIdentity identity) : identity_(std::move(identity)) {}

  [[nodiscard]] const AnswerIdentity& identity() const { return identity_; }
  [[nodiscard]] std::string_view text() const { return {text_.data(), text_.size()}; }
  // The length of the text as JavaScript counts it.
  [[nodiscard]] std::size_t utf16_length() const { return utf16_length_; }
  [[nodiscard]] const std::optional<Ending>& ending() const { return ending_; }

  // It outlives what is appended.
  void keep_with(Keeper& keeper) { keeper_ = &keeper; }

  // `text` is well-formed UTF-8. NUL, which no database keeps, becomes U+FFFD.
  void append(std::string_view text) override;
  [[nodiscard]] bool empty() const override { return text_.empty(); }
  void prefetch() const override;
  void end(Ending ending);

  // A reader removes itself before it goes; it may do so inside answer_changed.
  void add_reader(Reader* reader);
  void remove_reader(Reader* reader);

 private:
  void add(std::string_view text);
  void tell_readers();

  AnswerIdentity identity_;
  Keeper* keeper_ = nullptr;
  TextJournal::Place kept_;
  std::vector<char> text_;
  std::size_t utf16_length_ = 0;
  std::optional<Ending> ending_;
  // Mostly one. Null: left while they were being told.
  boost::container::small_vector<Reader*, 1> readers_;
  bool telling_ = false;
};

}  // namespace tutor
