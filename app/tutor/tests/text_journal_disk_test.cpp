// The journal and its disk: what a power cut cannot take, and what happens when there is no room.
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/statfs.h>

#include <runtime/run_task.h>

#include "journal_file.h"

namespace tutor {
namespace {

constexpr std::size_t kChunk = JournalFile::kChunkBytes;
constexpr std::size_t kHeader = JournalFile::kHeaderBytes;
const std::string kAnswer = "00000000-0000-4000-8000-00000000000a";

// How many KiB of the file's mapped pages the disk does not have, as the kernel counts them (proc(5), smaps).
long unwritten(const std::string& path) {
  std::ifstream maps("/proc/self/smaps");
  long sum = 0;
  bool ours = false;
  for (std::string line; std::getline(maps, line);) {
    const bool is_field = line.find(':') < line.find(' ');
    if (!is_field) ours = line.ends_with(path);
    if (ours && (line.starts_with("Shared_Dirty:") || line.starts_with("Private_Dirty:")))
      sum += std::atol(line.c_str() + line.find(':') + 1);
  }
  return sum;
}

bool is_in_memory(const std::string& path) {
  constexpr decltype(statfs::f_type) kTmpfs = 0x01021994;
  struct statfs system{};
  return ::statfs(path.c_str(), &system) == 0 && system.f_type == kTmpfs;
}

TEST(TextJournalDisk, HasWhatWasFlushed) {
  const JournalFile file;
  boost::asio::io_context loop;
  const auto journal = file.open();  // whose thread wakes the loop
  if (is_in_memory(file.path())) GTEST_SKIP() << "the folder for temporary files has no disk";
  for (const std::string text : {"One ", "two "}) {
    ASSERT_TRUE(keep_piece(*journal, kAnswer, 0, text));
    EXPECT_GT(unwritten(file.path()), 0);
    const auto flushed = runtime::run_task(loop, journal->flush());
    EXPECT_TRUE(flushed) << flushed.error().message;
    EXPECT_EQ(unwritten(file.path()), 0);
    loop.restart();
  }
}

// What the disk has no room for must be an error, and never a signal. In a process of its own, since the
// limit holds for all of its files.
void fill_disk(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  auto journal = TextJournal::open(path, kChunk).value();
  const rlimit limit{kHeader + 4 * kChunk, kHeader + 4 * kChunk};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::size_t kept = 0;
  while (keep_piece(*journal, kAnswer, kept, "0123456789")) kept += 10;
  if (journal->chunks() != 4 || kept < 4 * kChunk / 8) std::_Exit(2);
  // A save makes up only for what was missed before it began.
  if (!journal->lacks_text()) std::_Exit(4);
  journal->begin_save();
  if (keep_piece(*journal, kAnswer, kept, "missed")) std::_Exit(5);
  journal->end_save();
  if (!journal->lacks_text()) std::_Exit(6);
  journal->begin_save();
  journal->end_save();
  if (journal->lacks_text()) std::_Exit(7);
  // There is room again.
  std::_Exit(keep_piece(*journal, kAnswer, kept, "again") ? 0 : 3);
}

TEST(TextJournalDisk, ThatIsFullIsAnError) {
  const JournalFile file;
  EXPECT_EXIT(fill_disk(file.path()), testing::ExitedWithCode(0), "");
  EXPECT_EQ(file.open()->found().size(), 1U);
}

}  // namespace
}  // namespace tutor
