// One student: opens a connection, asks, and checks what comes back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "answer_check.h"
#include "histogram.h"

namespace bench {

// What all students together have seen.
struct Tally {
  std::uint64_t tokens = 0;
  std::uint64_t events = 0;  // that carried text
  std::uint64_t answers = 0;
  std::map<std::string, std::uint64_t, std::less<>> errors;
  Histogram ages_us;

  // Counts it and says the first ones on stderr.
  void error(std::string_view kind, std::string_view detail);
  [[nodiscard]] std::uint64_t all_errors() const;
};

struct Question {
  std::uint64_t tokens = 0;
  std::uint64_t interval_us = 0;
};

class Student;

// Told from within the student's reading: it may ask(), and leaves open() and close() for later.
class StudentListener {
 public:
  virtual ~StudentListener() = default;
  virtual void on_joined(Student& student) = 0;
  virtual void on_first_text(Student& student) = 0;  // of each answer
  virtual void on_answered(Student& student) = 0;
  // An error that has been counted: the question was refused or failed; the connection is there still.
  virtual void on_refused(Student& student) = 0;
  // Another one: the connection is closed.
  virtual void on_lost(Student& student) = 0;
};

// Owned by the crowd; `tally` and `listener` outlive it.
class Student {
 public:
  Student(Tally& tally, StudentListener& listener) : tally_(tally), listener_(listener) {}
  virtual ~Student() = default;
  Student(const Student&) = delete;
  Student& operator=(const Student&) = delete;

  void open();
  virtual void close() = 0;
  // Only when joined and not waiting for an answer. The first answer of each student is cut to any length, so
  // that at every moment some begin and some end, in proportion.
  void ask(Question question);
  // From on_joined() until on_lost() has been told, or it is opened again.
  [[nodiscard]] bool has_joined() const { return joined_; }
  // Those that have come to their ends, whole or not.
  [[nodiscard]] std::uint64_t answers() const { return answers_; }

 protected:
  // Begins to connect; joined() or lost() follows, perhaps at once.
  virtual void connect() = 0;
  // `content` is the directive for the upstream.
  virtual void send_question(std::string_view content) = 0;

  void joined();
  void text(std::string_view content, std::uint64_t now);
  void offset(std::uint64_t at) { check_.offset(at); }
  void answered(std::optional<std::uint64_t> length);
  void refused(std::string_view kind, std::string_view detail);
  void lost(std::string_view kind, std::string_view detail);
  [[nodiscard]] bool asking() const { return asking_; }

 private:
  Tally& tally_;
  StudentListener& listener_;
  AnswerCheck check_;
  std::uint64_t answers_ = 0;
  bool joined_ = false;
  bool asking_ = false;
  bool has_asked_ = false;
};

}  // namespace bench
