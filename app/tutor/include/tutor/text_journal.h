// Keeps text that readers have seen until the database has it, so that a killed process loses none of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <runtime/blocking_pool.h>
#include <runtime/task.h>

namespace tutor {

// The journal's file cannot be made, read or given room; the message says what to do.
inline constexpr base::ErrorCode kJournalUnavailable = "journal_unavailable";
// Another server keeps its texts in it.
inline constexpr base::ErrorCode kJournalInUse = "journal_in_use";
// The file is something else, or of another version of this program; it was left as it is.
inline constexpr base::ErrorCode kJournalForeign = "journal_foreign";

// A piece of an answer's text. It stays true for ever, because a text only grows: to keep it twice, or to
// find it again long after it was saved, does no harm.
struct KeptText {
  std::string answer_id;
  std::uint64_t offset = 0;  // in bytes
  std::string text;
};

// Owned by the wiring; outlives the tutor. Used on one thread. Each network loop of each server has one of
// its own.
//
// The file is mapped into memory: what was copied there belongs to the kernel and survives the process, with
// no system call for each piece. A power cut it survives as far as it was flushed.
//
// It consists of chunks. One is written to; when it is full, or a save begins, another takes its place; those
// that were there before the save are emptied, and overwritten, when it has succeeded: what was erased from
// the database is not to be read here. While nothing can be saved, chunks are added.
class TextJournal {
 public:
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

  // Makes the file (mode 0600) and its folder, or opens what a former run left. `chunk_bytes` is a multiple
  // of the size of a page, and the same for the life of a file. Errors: kJournalUnavailable, kJournalInUse,
  // kJournalForeign.
  [[nodiscard]] static base::Result<std::unique_ptr<TextJournal>> open(std::string path,
                                                                       std::size_t chunk_bytes = kChunkBytes);
  ~TextJournal();
  TextJournal(const TextJournal&) = delete;
  TextJournal& operator=(const TextJournal&) = delete;

  // Who this server is among those on the same database: a random UUID that stays as long as the file.
  [[nodiscard]] const std::string& node() const { return node_; }
  // What the former run left, for each answer by rising offset. It stays in the file until `end_save`.
  [[nodiscard]] const std::vector<KeptText>& found() const { return found_; }

  // The journal's own note on an answer, kept beside it: where it was named last.
  struct Place {
    std::uint64_t filling = 0;  // of a chunk; 0: nowhere yet
    std::uint64_t offset = 0;   // of the text that stands there
    std::uint32_t at = 0;       // in the chunk
    std::uint32_t checksum = 0;
  };

  // Keeps `text`, whole UTF-8 characters, which stands at byte `offset` of the answer's text. `place` is
  // always the same for an answer, and for none else. False when there is no room and none to be had: that
  // piece is not kept.
  bool keep(Place& place, std::string_view answer_id, std::uint64_t offset, std::string_view text);

  // When this returns, no power cut takes what was kept before it was called. Waits on a thread of its own;
  // one call at a time. Errors: kJournalUnavailable.
  runtime::Task<base::Result<>> flush();

  // Whether a piece was not kept, so that only a whole save makes up for it: one that began after it.
  [[nodiscard]] bool lacks_text() const { return missed_ > missed_and_saved_; }

  // What was kept until now is about to be saved.
  void begin_save();
  // The database has all that was kept before the last `begin_save`. Not called after a failure, so that it
  // is kept on.
  void end_save() {
    while (empty_next()) continue;
  }
  // The same in steps, which take up to half a millisecond each: false when none is left.
  bool empty_next();

  [[nodiscard]] std::size_t chunks() const { return chunks_.size(); }

 private:
  struct Chunk {
    char* bytes = nullptr;
    std::size_t used = 0;  // 0: free
    bool being_saved = false;
  };

  TextJournal(std::string path, int file, std::size_t chunk_bytes);
  base::Result<> read_file();
  base::Result<> begin_file(std::string node);
  base::Result<> add_chunk();
  // The chunk to write a record of `bytes` to; null when there is none and none can be added.
  Chunk* chunk_for(std::size_t bytes);
  // False: it needs a record that names the answer.
  bool keep_behind(const Place& place, std::uint64_t offset, std::string_view text);
  // What stands in the file need not take this process's memory, too.
  void give_memory_back(const Chunk& chunk) const;

  std::string path_;
  int file_;
  std::size_t chunk_bytes_;
  bool flushed_ = true;       // nothing was kept since
  std::uint64_t missed_ = 0;  // pieces that were not kept; of these, before the present or last save:
  std::uint64_t missed_before_save_ = 0;
  std::uint64_t missed_and_saved_ = 0;
  std::string node_;
  std::vector<KeptText> found_;
  std::vector<Chunk> chunks_;
  std::size_t active_ = kNone;  // the index of the chunk that is written to
  std::uint64_t filling_ = 0;   // how many times a chunk has begun to be written to
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::optional<runtime::BlockingPool> disk_;  // once there was something to flush
};

}  // namespace tutor
