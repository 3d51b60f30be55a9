#include <conversations/changes.h>
#include <conversations/search.h>

#include "fixture.h"

namespace conversations {
namespace {

class SearchTest : public ConversationsTest {
 protected:
  SearchPage look(std::string_view text, std::optional<Cursor> before = {}, std::size_t most = 50,
                  SearchBudget budget = {}) {
    const SearchWords words = SearchWords::parse(text).value();
    return see([&](store::Transaction& tx) { return search(tx, ada_, words, before, most, budget); });
  }
  std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> titles;
    for (const Hit& hit : look(text).hits) titles.push_back(hit.conversation.title);
    return titles;
  }
};

using Titles = std::vector<std::string>;

TEST_F(SearchTest, FindsWordsInTitlesQuestionsAndAnswers) {
  const Asked named = ask(ada_, "One", "Nothing");
  write([&](store::Transaction& tx) { return rename(tx, ada_, named.conversation, "Needles"); });
  const Asked asked = ask(ada_, "Two", "Nothing");
  ask(ada_, "Where is the needle?", "Nothing", asked.conversation);
  ask(ada_, "Three", "In the NEEDLE's eye");
  ask(ada_, "Four", "Nothing");
  EXPECT_EQ(found("needle"), (Titles{"Three", "Two", "Needles"}));
}

TEST_F(SearchTest, EveryWordMustOccurSomewhere) {
  const Asked both = ask(ada_, "Alpha", "Nothing");
  ask(ada_, "Further", "and beta", both.conversation);
  ask(ada_, "Only alpha", "Nothing");
  EXPECT_EQ(found("beta ALPHA"), (Titles{"Alpha"}));
  EXPECT_EQ(found("alpha"), (Titles{"Only alpha", "Alpha"}));
  EXPECT_EQ(found("alpha gamma"), Titles{});
}

TEST_F(SearchTest, DisregardsCaseBeyondAscii) {
  ask(ada_, "ÜBER GRÖSSEN", "Nothing");
  ask(ada_, "Привет", "Nothing");
  EXPECT_EQ(found("über größen"), Titles{}) << "ß is not SS";
  EXPECT_EQ(found("über grössen"), (Titles{"ÜBER GRÖSSEN"}));
  EXPECT_EQ(found("пРИВЕТ"), (Titles{"Привет"}));
}

TEST_F(SearchTest, TakesEveryCharacterForItself) {
  ask(ada_, "Percent", "100% of it");
  ask(ada_, "Under", "snake_case");
  ask(ada_, "Plain", "100 of snakecase");
  EXPECT_EQ(found("100%"), (Titles{"Percent"}));
  EXPECT_EQ(found("e_c"), (Titles{"Under"}));
  EXPECT_EQ(found("%"), (Titles{"Percent"}));
  EXPECT_EQ(found("\\"), Titles{});
  EXPECT_EQ(found("' OR 1=1 --"), Titles{});
}

TEST_F(SearchTest, LooksIntoNobodyElsesTexts) {
  ask(bob_, "Bob's secret", "secret");
  EXPECT_EQ(found("secret"), Titles{});
}

TEST_F(SearchTest, DoesNotFindWhatWasDeleted) {
  const Asked asked = ask(ada_, "Deleted", "needle");
  write([&](store::Transaction& tx) { return remove(tx, ada_, asked.conversation); });
  EXPECT_EQ(found("needle"), Titles{});
  write([&](store::Transaction& tx) { return restore(tx, ada_, asked.conversation); });
  EXPECT_EQ(found("needle"), (Titles{"Deleted"}));
}

TEST_F(SearchTest, ShowsTheFirstPlaceInTheTexts) {
  const Asked first = ask(ada_, "Title", "Nothing here");
  const Asked second = ask(ada_, "Then\nwhat of the Loop and the list?", "A loop.", first.conversation);
  const SearchPage page = look("list loop");
  ASSERT_EQ(page.hits.size(), 1U);
  const Hit& hit = page.hits.front();
  EXPECT_EQ(hit.question_id, second.question);
  ASSERT_TRUE(hit.excerpt);
  EXPECT_EQ(hit.excerpt->before, "Then what of the ");
  EXPECT_EQ(hit.excerpt->match, "Loop");
  EXPECT_EQ(hit.excerpt->after, " and the list?");
}

TEST_F(SearchTest, ShowsNoPlaceWhenTheTitleAloneHasTheWord) {
  const Asked asked = ask(ada_, "One", "Nothing");
  write([&](store::Transaction& tx) { return rename(tx, ada_, asked.conversation, "A name"); });
  const SearchPage page = look("name");
  ASSERT_EQ(page.hits.size(), 1U);
  EXPECT_FALSE(page.hits.front().excerpt);
  EXPECT_FALSE(page.hits.front().question_id);
}

TEST_F(SearchTest, LooksThroughLongConversations) {
  const Asked asked = ask(ada_, "0", "Nothing");
  for (int i = 1; i < 45; ++i) ask(ada_, std::to_string(i), "Nothing", asked.conversation);
  const Asked last = ask(ada_, "the needle", "Nothing", asked.conversation);
  ASSERT_EQ(look("needle").hits.size(), 1U);
  EXPECT_EQ(look("needle").hits.front().question_id, last.question);
}

// Whatever one call is allowed, all of them together find the same.
TEST_F(SearchTest, GoesOnWhereItStopped) {
  for (int i = 0; i < 9; ++i) ask(ada_, std::to_string(i) + (i % 2 == 0 ? " hit" : " miss"), "Text");
  Titles whole = found("hit");
  ASSERT_EQ(whole.size(), 5U);
  const auto by = [&](std::size_t most, SearchBudget budget) {
    Titles titles;
    std::optional<Cursor> before;
    for (std::size_t calls = 1;; ++calls) {
      SearchPage page = look("hit", before, most, budget);
      EXPECT_LE(page.hits.size(), most);
      for (const Hit& hit : page.hits) titles.push_back(hit.conversation.title);
      if (!page.next) return std::pair(titles, calls);
      before = page.next;
    }
  };
  EXPECT_EQ(by(50, {}), std::pair(whole, std::size_t{1}));
  EXPECT_EQ(by(2, {}).first, whole);
  EXPECT_EQ(by(50, {.bytes = 1}), std::pair(whole, std::size_t{9}));
  EXPECT_EQ(by(50, {.conversations = 2}), std::pair(whole, std::size_t{5}));
}

}  // namespace
}  // namespace conversations
