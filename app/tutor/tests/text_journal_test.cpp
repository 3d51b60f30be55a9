#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <tuple>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <base/ids.h>
#include <runtime/run_task.h>

#include "journal_file.h"
#include "text_record.h"

namespace tutor {
namespace {

constexpr std::size_t kChunk = JournalFile::kChunkBytes;
constexpr std::size_t kHeader = JournalFile::kHeaderBytes;
const std::string kAnswer = "00000000-0000-4000-8000-00000000000a";
const std::string kOther = "00000000-0000-4000-8000-00000000000b";

class TextJournalTest : public testing::Test {
 protected:
  std::unique_ptr<TextJournal> open() const { return file_.open(); }
  std::string bytes() const { return file_.bytes(); }
  void put(std::string_view bytes) const { file_.put(bytes); }
  static base::Error refused(const std::string& path) {
    auto journal = TextJournal::open(path, kChunk);
    EXPECT_FALSE(journal);
    return journal ? base::Error{kJournalUnavailable, "opened"} : journal.error();
  }
  base::Error refused() const { return refused(file_.path()); }

  JournalFile file_;
};

// The text of an answer as the pieces tell it from its start, up to the first gap.
std::string text_of(const std::vector<KeptText>& found, const std::string& answer = kAnswer) {
  std::string text;
  for (const KeptText& kept : found) {
    if (kept.answer_id != answer || kept.offset > text.size()) continue;
    text.resize(kept.offset);
    text += kept.text;
  }
  return text;
}

// Keeps `text` piece by piece.
void keep(TextJournal& journal, std::string_view text, std::size_t piece = 7,
          const std::string& answer = kAnswer, std::size_t from = 0) {
  TextJournal::Place place;
  for (std::size_t at = 0; at < text.size(); at += piece)
    ASSERT_TRUE(journal.keep(place, answer, from + at, text.substr(at, piece)));
}

TEST_F(TextJournalTest, FindsWhatAFormerRunKept) {
  {
    const auto journal = open();
    EXPECT_TRUE(journal->found().empty());
    keep(*journal, "One two three.");
    keep(*journal, "Another answer.", 4, kOther);
  }
  const auto journal = open();
  EXPECT_EQ(text_of(journal->found()), "One two three.");
  EXPECT_EQ(text_of(journal->found(), kOther), "Another answer.");
}

TEST_F(TextJournalTest, TellsTheAnswersOfAChunkApart) {
  const std::string one(2 * kChunk, '1');
  const std::string other(2 * kChunk, '2');
  {
    const auto journal = open();
    TextJournal::Place of_one;
    TextJournal::Place of_other;
    for (std::size_t at = 0; at < one.size(); at += 8) {
      ASSERT_TRUE(journal->keep(of_one, kAnswer, at, std::string_view(one).substr(at, 8)));
      ASSERT_TRUE(journal->keep(of_other, kOther, at, std::string_view(other).substr(at, 8)));
      if (at != 400) continue;
      // Both go on in a chunk that does not know them.
      journal->begin_save();
    }
  }
  const auto journal = open();
  EXPECT_EQ(text_of(journal->found()), one);
  EXPECT_EQ(text_of(journal->found(), kOther), other);
}

TEST_F(TextJournalTest, NamesAnAnswerAgainBehindWhatWasForgotten) {
  auto journal = open();
  TextJournal::Place place;
  ASSERT_TRUE(journal->keep(place, kAnswer, 0, "saved"));
  journal->begin_save();
  journal->end_save();
  // The same chunk is used again, by another.
  keep(*journal, "Another answer.", 4, kOther);
  ASSERT_TRUE(journal->keep(place, kAnswer, 5, " and"));
  ASSERT_TRUE(journal->keep(place, kAnswer, 9, " new"));
  journal.reset();
  journal = open();
  EXPECT_EQ(text_of(journal->found(), kOther), "Another answer.");
  std::string rest;
  for (const KeptText& kept : journal->found()) {
    if (kept.answer_id != kAnswer) continue;
    EXPECT_EQ(kept.offset, 5 + rest.size());
    rest += kept.text;
  }
  EXPECT_EQ(rest, " and new");
}

// After a power cut a chunk may be made of an old page and a new one.
TEST_F(TextJournalTest, AFurtherRecordCountsOnlyBehindTheFirstThatItWasWrittenBehind) {
  const auto chunk_of = [](const std::string& answer) {
    std::string chunk(256, '\0');
    const std::uint32_t first = write_first_record(chunk, 0, answer, 0, "word");
    write_further_record(chunk, first_record_bytes(4), {.at = 0, .checksum = first}, 4, " and more");
    return chunk;
  };
  const std::string one = chunk_of(kAnswer);
  const std::string other = chunk_of(kOther);
  EXPECT_EQ(text_of(read_records(one)), "word and more");
  const std::size_t cut = first_record_bytes(4);
  EXPECT_EQ(text_of(read_records(one.substr(0, cut) + other.substr(cut))), "word");
}

TEST_F(TextJournalTest, AWordTakesLittleMoreThanItself) {
  const auto journal = open();
  keep(*journal, std::string(50 * 8, 'x'), 8);
  EXPECT_FALSE(bytes().substr(kHeader + 56 + 50 * 24).contains('x'));
}

TEST_F(TextJournalTest, FindsWhatAFormerVersionKept) {
  const std::string node = open()->node();
  std::string former = bytes().substr(0, kHeader);
  former[8] = 1;
  // As version 1 wrote them: size, checksum, offset, the answer's id, the text, to a multiple of eight bytes.
  for (const auto& [size, sum, offset, text] : {std::tuple{4, 0x9c93024aU, 0, std::string("One ")},
                                                std::tuple{5, 0x08e09461U, 4, std::string("two. ")}}) {
    std::string record(56, '\0');
    std::memcpy(record.data(), &size, 4);
    std::memcpy(record.data() + 4, &sum, 4);
    std::memcpy(record.data() + 8, &offset, 4);
    std::ranges::copy(kAnswer, record.begin() + 16);
    record += text;
    record.resize((record.size() + 7) / 8 * 8);
    former += record;
  }
  former.resize(kHeader + 2 * kChunk);
  put(former);
  auto journal = open();
  EXPECT_EQ(journal->node(), node);
  EXPECT_EQ(text_of(journal->found()), "One two. ");
  // It goes on with both, until they are saved.
  keep(*journal, "three", 5, kAnswer, 9);
  journal.reset();
  journal = open();
  EXPECT_EQ(text_of(journal->found()), "One two. three");
  journal->begin_save();
  journal->end_save();
  EXPECT_FALSE(bytes().contains("two"));
}

TEST_F(TextJournalTest, FindsWhatAKilledProcessKept) {
  open();
  const pid_t child = ::fork();
  if (child == 0) {
    const auto journal = TextJournal::open(file_.path(), kChunk);
    for (std::size_t at = 0; at < 5; ++at) static_cast<void>(keep_piece(**journal, kAnswer, at, "x"));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(text_of(open()->found()), "xxxxx");
}

TEST_F(TextJournalTest, KeepsItsNodeAcrossRuns) {
  const std::string node = open()->node();
  EXPECT_TRUE(base::is_uuid(node));
  EXPECT_EQ(open()->node(), node);
}

TEST_F(TextJournalTest, ForgetsWhatWasSavedAndNothingElse) {
  auto journal = open();
  keep(*journal, "saved");
  journal->begin_save();
  ASSERT_TRUE(keep_piece(*journal, kAnswer, 5, " and new"));
  journal->end_save();
  journal.reset();
  journal = open();
  ASSERT_EQ(journal->found().size(), 1U);
  EXPECT_EQ(journal->found()[0].offset, 5U);
  EXPECT_EQ(journal->found()[0].text, " and new");
}

TEST_F(TextJournalTest, KeepsOnWhatCouldNotBeSaved) {
  auto journal = open();
  const std::string text(3 * kChunk, 'x');
  for (int failed_saves = 0; failed_saves < 3; ++failed_saves) {
    keep(*journal, std::string_view(text).substr(0, kChunk), 100, kAnswer,
         static_cast<std::size_t>(failed_saves) * kChunk);
    journal->begin_save();
  }
  EXPECT_GT(journal->chunks(), 3U) << "it grows while nothing can be saved";
  journal.reset();
  EXPECT_EQ(text_of(open()->found()), text);
}

TEST_F(TextJournalTest, KeepsWhatFillsSeveralChunksDuringASave) {
  auto journal = open();
  keep(*journal, "before");
  journal->begin_save();
  const std::string text(3 * kChunk, 'y');
  keep(*journal, text, 100, kOther);
  journal->end_save();
  journal.reset();
  const auto again = open();
  EXPECT_EQ(text_of(again->found(), kOther), text);
  EXPECT_EQ(text_of(again->found()), "");
}

TEST_F(TextJournalTest, DoesNotGrowWhileSavesSucceed) {
  const auto journal = open();
  for (int round = 0; round < 200; ++round) {
    keep(*journal, std::string(kChunk / 2, 'x'), 50);
    journal->begin_save();
    keep(*journal, std::string(kChunk / 2, 'x'), 50);
    journal->end_save();
  }
  EXPECT_LE(journal->chunks(), 5U);
}

TEST_F(TextJournalTest, AnEmptiedChunkHidesWhatWasThereBefore) {
  auto journal = open();
  keep(*journal, std::string(1000, 'a'), 10, kOther);
  journal->begin_save();
  journal->end_save();
  keep(*journal, "new");
  journal.reset();
  journal = open();
  EXPECT_EQ(text_of(journal->found()), "new");
  EXPECT_EQ(text_of(journal->found(), kOther), "");
}

TEST_F(TextJournalTest, WhatWasSavedCannotBeReadInTheFile) {
  auto journal = open();
  keep(*journal, "a secret of somebody", 100);
  EXPECT_TRUE(bytes().contains("secret"));
  journal->begin_save();
  keep(*journal, "what came during the save", 100, kOther);
  journal->end_save();
  EXPECT_FALSE(bytes().contains("secret"));
  EXPECT_TRUE(bytes().contains("during the save"));
}

TEST_F(TextJournalTest, WhatAFormerRunLeftCannotBeReadInTheFileOnceItIsSaved) {
  keep(*open(), "a secret of somebody", 100);
  const auto journal = open();
  ASSERT_EQ(journal->found().size(), 1U);
  journal->begin_save();
  journal->end_save();
  EXPECT_FALSE(bytes().contains("secret"));
}

TEST_F(TextJournalTest, TextThatIsNoWholeRecordGoesWhenTheFileIsOpened) {
  keep(*open(), "a secret of somebody", 100);
  std::string torn = bytes();
  torn[kHeader + 4] = static_cast<char>(torn[kHeader + 4] ^ 1);
  put(torn);
  open();
  EXPECT_FALSE(bytes().contains("secret"));
}

TEST_F(TextJournalTest, TakesAPieceLargerThanAChunkAndCutsNoCharacter) {
  std::string text = "x";
  while (text.size() < 3 * kChunk) text += "\xf0\x9f\x98\x80";
  keep_piece(*open(), kAnswer, 0, text);
  const auto journal = open();
  EXPECT_EQ(text_of(journal->found()), text);
  for (const KeptText& kept : journal->found())
    EXPECT_NE(static_cast<unsigned char>(kept.text[0]) & 0xC0U, 0x80U);
}

TEST_F(TextJournalTest, FoundTextStaysUntilItIsSaved) {
  keep(*open(), "left over");
  keep(*open(), "of the next run", 5, kOther);
  auto journal = open();
  EXPECT_EQ(text_of(journal->found()), "left over") << "opened twice, never saved";
  EXPECT_EQ(text_of(journal->found(), kOther), "of the next run");
  journal->begin_save();
  journal->end_save();
  journal.reset();
  EXPECT_TRUE(open()->found().empty());
}

TEST_F(TextJournalTest, ReadsAPrefixOfWhatIsCutAnywhere) {
  std::string text;
  for (int i = 0; text.size() < kChunk; ++i) text += "word " + std::to_string(i) + " ";
  keep(*open(), text, 31);
  const std::string whole = bytes();
  const std::string_view chunk = std::string_view(whole).substr(kHeader, kChunk);
  std::size_t longest = 0;
  for (std::size_t cut = 0; cut <= chunk.size(); ++cut) {
    const std::string found = text_of(read_records(chunk.substr(0, cut)));
    ASSERT_TRUE(text.starts_with(found)) << "cut at " << cut;
    ASSERT_GE(found.size(), longest) << "cut at " << cut;
    longest = found.size();
  }
  EXPECT_GT(longest, 0U);

  // The same for the file, through each byte of its header and some of the rest.
  for (std::size_t cut = 0; cut < kHeader + 2 * kChunk; cut += cut < 64 ? 1 : 397) {
    put(std::string_view(whole).substr(0, cut));
    ASSERT_TRUE(text.starts_with(text_of(open()->found()))) << "cut at " << cut;
  }
}

TEST_F(TextJournalTest, TakesNoRecordThatIsDamagedAnywhere) {
  keep(*open(), "One two three four five.", 6);
  const std::string whole = bytes();
  for (std::size_t at = kHeader; at < kHeader + 4 * 64; ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    put(damaged);
    for (const KeptText& kept : open()->found()) {
      ASSERT_EQ(kept.answer_id, kAnswer) << "damaged at " << at;
      ASSERT_EQ(kept.text, std::string("One two three four five.").substr(kept.offset, 6))
          << "damaged at " << at;
    }
  }
}

TEST_F(TextJournalTest, WritesAfterWhatIsTorn) {
  keep(*open(), "One two");
  std::string torn = bytes();
  torn[kHeader + 4] = static_cast<char>(torn[kHeader + 4] ^ 1);
  put(torn);
  keep(*open(), "after it");
  EXPECT_EQ(text_of(open()->found()), "after it");
}

TEST_F(TextJournalTest, RefusesASecondServer) {
  const auto journal = open();
  EXPECT_EQ(refused().code, kJournalInUse);
}

TEST_F(TextJournalTest, LeavesAnotherProgramsFileAlone) {
  for (const std::string& foreign : {std::string("#!/bin/sh\n"), std::string(10'000, 'x')}) {
    put(foreign);
    EXPECT_EQ(refused().code, kJournalForeign);
    EXPECT_EQ(bytes(), foreign);
  }
}

TEST_F(TextJournalTest, LeavesAnotherVersionsFileAlone) {
  keep(*open(), "precious");
  std::string other = bytes();
  other[8] = 99;
  put(other);
  EXPECT_EQ(refused().code, kJournalForeign);
  EXPECT_EQ(bytes(), other);
}

TEST_F(TextJournalTest, MakesTheFolderAndTellsNobodyElse) {
  const auto path = file_.folder() / "new" / "ailab.texts";
  ASSERT_TRUE(TextJournal::open(path.string()));
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(TextJournalTest, SaysWhatToDoWhenItCannotBeMade) {
  std::ofstream(file_.folder() / "file") << "x";
  const auto path = (file_.folder() / "file" / "ailab.texts").string();
  const base::Error error = refused(path);
  EXPECT_EQ(error.code, kJournalUnavailable);
  EXPECT_NE(error.message.find(path), std::string::npos);
}

}  // namespace
}  // namespace tutor
