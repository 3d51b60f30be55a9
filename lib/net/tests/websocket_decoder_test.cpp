// What a client's bytes mean (RFC 6455, section 5), however they are cut.
#include "websocket_decoder.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client_frames.h"

namespace net {
namespace {

using Event = WebSocketDecoder::Event;
using testing::ElementsAre;

constexpr std::size_t kLimit = 100'000;

std::string line_of(Event event, const WebSocketDecoder& decoder) {
  const std::string payload(decoder.payload());
  const std::string code = std::to_string(static_cast<unsigned>(decoder.close_code()));
  switch (event) {
    case Event::kNeedMore:
      break;
    case Event::kMessage:
      return (decoder.is_binary() ? "binary " : "text ") + payload;
    case Event::kPing:
      return "ping " + payload;
    case Event::kPong:
      return "pong " + payload;
    case Event::kClose:
      return "close " + code + " " + payload;
    case Event::kTooBig:
      return "too big " + code;
    case Event::kViolation:
      return "violation " + code + ": " + std::string(decoder.violation());
  }
  return "";
}

// What is heard when the bytes come `step` at a time.
std::vector<std::string> decode(std::string bytes, std::size_t step, std::size_t limit = kLimit) {
  WebSocketDecoder decoder(limit, nullptr);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    std::span<char> part(bytes.data() + at, std::min(step, bytes.size() - at));
    for (Event event = decoder.next(part); event != Event::kNeedMore; event = decoder.next(part)) {
      lines.push_back(line_of(event, decoder));
      if (event == Event::kTooBig || event == Event::kViolation) return lines;
    }
    EXPECT_TRUE(part.empty());
  }
  return lines;
}

// The same wherever the bytes are cut.
std::vector<std::string> decode(const std::string& bytes) {
  const auto whole = decode(bytes, bytes.size());
  for (const std::size_t step : {1, 2, 3, 5, 7, 13}) EXPECT_EQ(decode(bytes, step), whole) << step;
  return whole;
}

TEST(WebSocketDecoder, ReadsTheExamplesOfTheRfc) {
  EXPECT_THAT(decode("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), ElementsAre("text Hello"));
  EXPECT_THAT(decode(client_frame(0x01, "Hel") + client_frame(0x80, "lo")), ElementsAre("text Hello"));
  EXPECT_THAT(decode(client_frame(0x89, "Hello")), ElementsAre("ping Hello"));
}

TEST(WebSocketDecoder, ReadsMessagesOfEveryLength) {
  for (const std::size_t size : {0, 1, 3, 125, 126, 127, 65'535, 65'536, 100'000}) {
    std::string payload;
    while (payload.size() < size) payload += static_cast<char>('a' + payload.size() % 26);
    EXPECT_THAT(decode(client_frame(0x82, payload) + client_frame(0x81, "next")),
                ElementsAre("binary " + payload, "text next"));
  }
}

TEST(WebSocketDecoder, ReadsControlFramesBetweenFragments) {
  EXPECT_THAT(decode(client_frame(0x01, "a") + client_frame(0x89, "p") + client_frame(0x00, "") +
                     client_frame(0x8A, "") + client_frame(0x80, "b") + client_frame(0x82, "c")),
              ElementsAre("ping p", "pong ", "text ab", "binary c"));
}

TEST(WebSocketDecoder, ReadsEmptyFragments) {
  EXPECT_THAT(decode(client_frame(0x01, "") + client_frame(0x00, "") + client_frame(0x80, "")),
              ElementsAre("text "));
}

TEST(WebSocketDecoder, DoesNotCopyAMessageThatIsWhole) {
  WebSocketDecoder decoder(kLimit, nullptr);
  std::string bytes = client_frame(0x81, "in place");
  std::span<char> rest(bytes);
  ASSERT_EQ(decoder.next(rest), Event::kMessage);
  EXPECT_EQ(decoder.payload().data(), bytes.data() + 6);
}

TEST(WebSocketDecoder, JoinsACharacterThatWasCutInTwo) {
  EXPECT_THAT(decode(client_frame(0x01, "\xC3") + client_frame(0x80, "\xA9")), ElementsAre("text \xC3\xA9"));
}

TEST(WebSocketDecoder, RefusesTextThatIsNotUtf8) {
  const std::string line = "violation 1007: text is not UTF-8";
  EXPECT_THAT(decode(client_frame(0x81, "\xFF")), ElementsAre(line));
  EXPECT_THAT(decode(client_frame(0x01, "\xC3") + client_frame(0x80, "(")), ElementsAre(line));
  EXPECT_THAT(decode(client_frame(0x82, "\xFF")), ElementsAre("binary \xFF"));
}

TEST(WebSocketDecoder, RefusesWhatIsOverTheLimit) {
  EXPECT_THAT(decode(client_frame(0x82, std::string(10, 'x')), 99, 10), ElementsAre("binary xxxxxxxxxx"));
  EXPECT_THAT(decode(client_frame(0x82, std::string(11, 'x')), 99, 10), ElementsAre("too big 1009"));
  EXPECT_THAT(
      decode(client_frame(0x02, std::string(6, 'x')) + client_frame(0x80, std::string(5, 'x')), 99, 10),
      ElementsAre("too big 1009"));
  // On the word of the head: none of the payload has to come.
  EXPECT_THAT(decode(std::string("\x82\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14)),
              ElementsAre("too big 1009"));
}

struct Forbidden {
  std::string bytes;
  std::string why;
};

class ForbiddenFrame : public testing::TestWithParam<Forbidden> {};

TEST_P(ForbiddenFrame, IsAViolation) {
  EXPECT_THAT(decode(GetParam().bytes), ElementsAre("violation 1002: " + GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    WebSocketDecoder, ForbiddenFrame,
    testing::Values(
        Forbidden{std::string("\x81\x01x", 3), "a frame is not masked"},
        Forbidden{client_frame(0xC1, "x"), "a reserved bit is set"},
        Forbidden{client_frame(0xA1, "x"), "a reserved bit is set"},
        Forbidden{client_frame(0x91, "x"), "a reserved bit is set"},
        Forbidden{client_frame(0x83, "x"), "an opcode is unknown"},
        Forbidden{client_frame(0x87, "x"), "an opcode is unknown"},
        Forbidden{client_frame(0x8B, "x"), "an opcode is unknown"},
        Forbidden{client_frame(0x8F, "x"), "an opcode is unknown"},
        Forbidden{client_frame(0x09, "x"), "a control frame is fragmented"},
        Forbidden{client_frame(0xC9, "x"), "a control frame is compressed"},
        Forbidden{client_frame(0x89, std::string(126, 'x')), "a control frame is too long"},
        Forbidden{client_frame(0x80, "x"), "a message begins with a continuation"},
        Forbidden{client_frame(0x00, "x"), "a message begins with a continuation"},
        Forbidden{std::string("\x82\xFE\0\x7D\0\0\0\0", 8), "a length is malformed"},
        Forbidden{std::string("\x82\xFF\0\0\0\0\0\0\xFF\xFF\0\0\0\0", 14), "a length is malformed"},
        Forbidden{std::string("\x82\xFF\x80\0\0\0\0\0\0\0\0\0\0\0", 14), "a length is malformed"},
        Forbidden{client_frame(0x88, "x"), "a close frame has half a code"},
        Forbidden{client_frame(0x88, std::string("\x03\xED", 2)), "a close frame has an impossible code"}));

TEST(WebSocketDecoder, RefusesAMessageInsideAnother) {
  EXPECT_THAT(decode(client_frame(0x01, "a") + client_frame(0x89, "p") + client_frame(0x81, "b")),
              ElementsAre("ping p", "violation 1002: a message begins inside another"));
}

TEST(WebSocketDecoder, ReadsNothingAfterAViolation) {
  WebSocketDecoder decoder(kLimit, nullptr);
  std::string bytes = client_frame(0x83, "x") + client_frame(0x81, "y");
  std::span<char> rest(bytes);
  EXPECT_EQ(decoder.next(rest), Event::kViolation);
  EXPECT_EQ(decoder.next(rest), Event::kViolation);
}

TEST(WebSocketDecoder, ReadsHowThePeerCloses) {
  EXPECT_THAT(decode(client_frame(0x88, "")), ElementsAre("close 0 "));
  EXPECT_THAT(decode(client_frame(0x88, "\x03\xE8")), ElementsAre("close 1000 "));
  EXPECT_THAT(decode(client_frame(0x88, "\x0F\xA0so long")), ElementsAre("close 4000 so long"));
  EXPECT_THAT(decode(client_frame(0x88, "\x03\xE8\xFF")),
              ElementsAre("violation 1007: a close frame's reason is not UTF-8"));
}

TEST(WebSocketDecoder, KnowsWhichCodesMayBeSent) {
  for (const unsigned code : {1000, 1003, 1007, 1011, 1014, 3000, 4999})
    EXPECT_TRUE(is_close_code(static_cast<std::uint16_t>(code))) << code;
  for (const unsigned code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65'535})
    EXPECT_FALSE(is_close_code(static_cast<std::uint16_t>(code))) << code;
}

TEST(Unmask, ContinuesWhereThePartBefore) {
  std::string whole(40, '\0');
  unmask(whole, kTestMask, 0);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    std::string parts(40, '\0');
    unmask(std::span(parts).first(cut), kTestMask, 0);
    unmask(std::span(parts).subspan(cut), kTestMask, cut);
    EXPECT_EQ(parts, whole);
  }
}

}  // namespace
}  // namespace net
