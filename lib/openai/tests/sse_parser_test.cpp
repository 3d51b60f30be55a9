#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openai/sse_parser.h>

namespace openai {
namespace {

using testing::ElementsAre;

struct Seen {
  std::string data;
  std::string type = "message";
  std::string id = {};
  friend bool operator==(const Seen&, const Seen&) = default;
  friend void PrintTo(const Seen& seen, std::ostream* out) {
    *out << seen.type << '/' << seen.id << ':' << testing::PrintToString(seen.data);
  }
};

struct Reading {
  std::vector<Seen> events;
  bool too_large = false;
  std::optional<std::uint64_t> retry;
  friend bool operator==(const Reading&, const Reading&) = default;
};

Reading read(const std::vector<std::string>& chunks, std::size_t limit = 1000) {
  SseParser parser(limit);
  Reading reading;
  for (const std::string& chunk : chunks) {
    const std::string copy = chunk;  // freed before the next chunk, so that a view kept too long is found
    parser.push(copy);
    SseEvent event;
    SseParser::Step step = parser.next(event);
    for (; step == SseParser::Step::kEvent; step = parser.next(event)) {
      reading.events.push_back(
          {std::string(event.data), std::string(event.type), std::string(event.last_event_id)});
    }
    if (step == SseParser::Step::kTooLarge) {
      reading.too_large = true;
      break;
    }
  }
  reading.retry = parser.retry_milliseconds();
  return reading;
}

// Reads the stream whole, byte by byte, cut once at every byte, and cut twice; all must agree.
Reading read_however_cut(const std::string& stream, std::size_t limit = 1000) {
  const Reading whole = read({stream}, limit);
  std::vector<std::string> bytes;
  for (const char c : stream) bytes.emplace_back(1, c);
  EXPECT_EQ(read(bytes, limit), whole);
  for (std::size_t first = 0; first <= stream.size(); ++first) {
    EXPECT_EQ(read({stream.substr(0, first), stream.substr(first)}, limit), whole) << "cut at " << first;
    for (std::size_t second = first; second <= stream.size(); second += 3) {
      EXPECT_EQ(
          read({stream.substr(0, first), stream.substr(first, second - first), stream.substr(second)}, limit),
          whole)
          << "cut at " << first << " and " << second;
    }
  }
  return whole;
}

std::vector<Seen> events(const std::string& stream) {
  return read_however_cut(stream).events;
}

TEST(SseParser, ReadsEventsWithEveryLineEnd) {
  for (const std::string end : {"\n", "\r", "\r\n"}) {
    EXPECT_THAT(events("data: a" + end + end + "data: b" + end + end), ElementsAre(Seen{"a"}, Seen{"b"}));
  }
  EXPECT_THAT(events("data: a\r\n\ndata: b\n\rdata: c\r\r\n"), ElementsAre(Seen{"a"}, Seen{"b"}, Seen{"c"}));
}

TEST(SseParser, DispatchesOnCrWithoutWaitingForItsLf) {
  SseParser parser(100);
  SseEvent event;
  parser.push("data: a\r\n\r");
  ASSERT_EQ(parser.next(event), SseParser::Step::kEvent);
  EXPECT_EQ(event.data, "a");
  ASSERT_EQ(parser.next(event), SseParser::Step::kNeedMore);
  parser.push("\ndata: b\r\n\r");
  ASSERT_EQ(parser.next(event), SseParser::Step::kEvent);
  EXPECT_EQ(event.data, "b");
}

TEST(SseParser, JoinsDataLines) {
  EXPECT_THAT(events("data: a\ndata: b\ndata:\ndata: c\n\n"), ElementsAre(Seen{"a\nb\n\nc"}));
}

TEST(SseParser, TakesOneSpaceAfterTheColon) {
  EXPECT_THAT(events("data:a\n\ndata: a\n\ndata:  a\n\n"), ElementsAre(Seen{"a"}, Seen{"a"}, Seen{" a"}));
  EXPECT_THAT(events("data: a:b: c\n\n"), ElementsAre(Seen{"a:b: c"}));
}

// The three examples of section 9.2.6 about empty data.
TEST(SseParser, AFieldWithoutColonHasAnEmptyValue) {
  EXPECT_THAT(events("data\n\ndata\ndata\n\ndata:"), ElementsAre(Seen{""}, Seen{"\n"}));
}

TEST(SseParser, IgnoresCommentsAndUnknownFields) {
  EXPECT_THAT(events(": keep-alive\n\n:\n\nfoo: x\nDATA: x\n data: x\ndata: a\n: between\n\n"),
              ElementsAre(Seen{"a"}));
}

TEST(SseParser, NamesTheTypeForOneEventOnly) {
  EXPECT_THAT(events("event: add\ndata: a\n\ndata: b\n\nevent: lost\n\ndata: c\n\n"),
              ElementsAre(Seen{"a", "add"}, Seen{"b"}, Seen{"c"}));
}

TEST(SseParser, KeepsTheLastId) {
  const std::string nul(1, '\0');
  EXPECT_THAT(events("id: 1\ndata: a\n\ndata: b\n\nid: 2" + nul + "\ndata: c\n\nid\ndata: d\n\n"),
              ElementsAre(Seen{"a", "message", "1"}, Seen{"b", "message", "1"}, Seen{"c", "message", "1"},
                          Seen{"d", "message", ""}));
}

TEST(SseParser, TakesRetryOfDigitsOnly) {
  EXPECT_EQ(read_however_cut("retry: 1500\n").retry, 1500U);
  EXPECT_EQ(read_however_cut("retry: 1500\nretry: -1\nretry: 2s\nretry:\n").retry, 1500U);
  EXPECT_EQ(read_however_cut("retry: 99999999999999999999999\n").retry, std::nullopt);
}

TEST(SseParser, SkipsOneByteOrderMark) {
  EXPECT_THAT(events("\xef\xbb\xbf"
                     "data: a\n\n"),
              ElementsAre(Seen{"a"}));
  EXPECT_THAT(events("\xef\xbb\xbf\xef\xbb\xbf"
                     "data: a\n\ndata: b\n\n"),
              ElementsAre(Seen{"b"}));
  EXPECT_THAT(events("\xef\xbb"
                     "data: a\n\ndata: b\n\n"),
              ElementsAre(Seen{"b"}));
}

TEST(SseParser, NeverShowsAnEventThatTheEndCuts) {
  EXPECT_THAT(events("data: a\n\ndata: b\n"), ElementsAre(Seen{"a"}));
  EXPECT_THAT(events("data: a\n\ndata: b"), ElementsAre(Seen{"a"}));
}

TEST(SseParser, KeepsBytesAsTheyAre) {
  EXPECT_THAT(events("data: \xf0\x9f\x98\x80\xff\n\n"), ElementsAre(Seen{"\xf0\x9f\x98\x80\xff"}));
}

TEST(SseParser, StopsAtAnEventThatIsTooLarge) {
  const Reading line = read_however_cut("data: a\n\ndata: " + std::string(40, 'x') + "\n\n", 30);
  EXPECT_TRUE(line.too_large);
  EXPECT_THAT(line.events, ElementsAre(Seen{"a"}));
  EXPECT_TRUE(read_however_cut("data: 0123456789\ndata: 0123456789\ndata: 0123456789\n\n", 30).too_large);
  EXPECT_TRUE(read_however_cut(": " + std::string(40, 'x'), 30).too_large);
  EXPECT_FALSE(read_however_cut("data: 0123456789\n\ndata: 0123456789\n\n", 30).too_large);
}

TEST(SseParser, RefusesAllAfterATooLargeEvent) {
  SseParser parser(10);
  SseEvent event;
  parser.push("data: 0123456789");
  EXPECT_EQ(parser.next(event), SseParser::Step::kTooLarge);
  parser.push("\n\ndata: a\n\n");
  EXPECT_EQ(parser.next(event), SseParser::Step::kTooLarge);
}

}  // namespace
}  // namespace openai
