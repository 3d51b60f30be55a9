// A journal's file in a folder of its own, which ends with the test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <tutor/text_journal.h>

namespace tutor {

// Keeps one piece, as if it were the first of its answer.
inline bool keep_piece(TextJournal& journal, std::string_view answer_id, std::uint64_t offset,
                       std::string_view text) {
  TextJournal::Place place;
  return journal.keep(place, answer_id, offset, text);
}

class JournalFile {
 public:
  JournalFile() {
    std::string name = (std::filesystem::temp_directory_path() / "ailab-journal-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~JournalFile() { std::filesystem::remove_all(folder_); }
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::string path() const { return (folder_ / "ailab.texts").string(); }
  // Small chunks, so that little text fills several.
  [[nodiscard]] std::unique_ptr<TextJournal> open() const {
    auto journal = TextJournal::open(path(), kChunkBytes);
    EXPECT_TRUE(journal) << journal.error().message;
    return *std::move(journal);
  }
  // As another process sees it now.
  [[nodiscard]] std::string bytes() const {
    std::ostringstream out;
    out << std::ifstream(path(), std::ios::binary).rdbuf();
    return out.str();
  }
  void put(std::string_view bytes) const {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
  }

  static constexpr std::size_t kChunkBytes = 4096;
  static constexpr std::size_t kHeaderBytes = 4096;

 private:
  std::filesystem::path folder_;
};

}  // namespace tutor
