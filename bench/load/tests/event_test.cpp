#include "event.h"

#include <limits>

#include <gtest/gtest.h>

namespace bench {
namespace {

TEST(EventTest, ReadsTextAndWhereItBegins) {
  const auto event =
      read_event(R"(["stream",{"type":"stream","answer_id":"7c","offset":120,"content":"AAAbQ0aUI "}])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->name, "stream");
  EXPECT_EQ(event->content, "AAAbQ0aUI ");
  EXPECT_EQ(event->offset, 120u);
  EXPECT_FALSE(event->length);
}

TEST(EventTest, PassesOverObjectsInside) {
  const auto event = read_event(
      R"(["done",{"balances":{"gold":1,"copper":[2,"}"]},"charged":true,"reason":"stop", "length": 30 }])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->name, "done");
  EXPECT_EQ(event->length, 30u);
}

TEST(EventTest, IsNotFooledByWhatStandsInStrings) {
  const auto event =
      read_event(R"(["error",{"code":"busy","message":"say \"content\":\"x\" \\","offset":1}])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->code, "busy");
  EXPECT_EQ(event->message, R"(say \"content\":\"x\" \\)");
  EXPECT_EQ(event->content, "");
  EXPECT_EQ(event->offset, 1u);
}

TEST(EventTest, ANumberThatIsNoneEqualsNothing) {
  const auto event = read_event(R"(["done",{"length":null,"offset":-1}])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->length, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(event->offset, std::numeric_limits<std::uint64_t>::max());
}

TEST(EventTest, KnowsEventsWithoutAnObject) {
  EXPECT_EQ(read_event(R"(["hello"])")->name, "hello");
  EXPECT_EQ(read_event(R"(["hello",{}])")->name, "hello");
}

TEST(EventTest, RefusesWhatIsCut) {
  const std::string_view whole = R"(["stream",{"type":"stream","content":"abc","offset":1})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto event = read_event(whole.substr(0, size));
    EXPECT_TRUE(!event || event->content.empty()) << size;
  }
}

}  // namespace
}  // namespace bench
