#include "response_reader.h"

#include <cstddef>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openai {
namespace {

using Step = ResponseReader::Step;

class Kept final : public ResponseReader::Sink {
 public:
  bool body(std::string_view bytes) override {
    text.append(bytes);
    return wanted;
  }

  std::string text;
  bool wanted = true;
};

constexpr std::string_view kChunked =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nHello\r\n7;name=value\r\n, world\r\n0\r\nTrailer: x\r\n\r\n";

// In pieces of `size` bytes.
Step read_in_pieces(ResponseReader& reader, std::string_view bytes, std::size_t size) {
  Step step = Step::kNeedMore;
  while (!bytes.empty() && step == Step::kNeedMore) {
    step = reader.read(bytes.substr(0, size));
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
  EXPECT_TRUE(bytes.empty());
  return step;
}

TEST(ResponseReader, JoinsChunksHoweverTheyAreCut) {
  for (std::size_t size = 1; size <= kChunked.size(); ++size) {
    Kept kept;
    ResponseReader reader(kept);
    EXPECT_EQ(read_in_pieces(reader, kChunked, size), Step::kDone) << size;
    EXPECT_EQ(kept.text, "Hello, world") << size;
    EXPECT_EQ(reader.status(), 200);
    EXPECT_TRUE(reader.keep_alive());
  }
}

TEST(ResponseReader, HandsOnAPieceAsSoonAsItIsThere) {
  Kept kept;
  ResponseReader reader(kept);
  EXPECT_EQ(reader.read(kChunked.substr(0, kChunked.find("llo"))), Step::kNeedMore);
  EXPECT_EQ(kept.text, "He");
}

TEST(ResponseReader, ReadsOneResponseAfterTheOther) {
  Kept kept;
  ResponseReader reader(kept);
  EXPECT_EQ(reader.read("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}"), Step::kDone);
  EXPECT_EQ(reader.status(), 429);
  EXPECT_EQ(reader.retry_after(), "7");
  EXPECT_TRUE(reader.keep_alive());
  reader.begin();
  EXPECT_EQ(reader.status(), 0);
  EXPECT_EQ(reader.retry_after(), "");
  EXPECT_EQ(reader.read(kChunked), Step::kDone);
  EXPECT_EQ(kept.text, "{}Hello, world");
}

TEST(ResponseReader, SkipsInformationalResponses) {
  const std::string bytes =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + std::string(kChunked);
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    Kept kept;
    ResponseReader reader(kept);
    EXPECT_EQ(read_in_pieces(reader, bytes, size), Step::kDone);
    EXPECT_EQ(reader.status(), 200);
    EXPECT_EQ(kept.text, "Hello, world");
  }
  Kept kept;
  ResponseReader only(kept);
  EXPECT_EQ(only.read("HTTP/1.1 100 Continue\r\n\r\n"), Step::kNeedMore);
  EXPECT_EQ(only.status(), 0);
  EXPECT_EQ(only.end_of_stream(), Step::kBroken);
}

TEST(ResponseReader, TheCloseEndsABodyWithoutALength) {
  Kept kept;
  ResponseReader reader(kept);
  EXPECT_EQ(reader.read("HTTP/1.1 200 OK\r\n\r\nHello"), Step::kNeedMore);
  EXPECT_EQ(reader.end_of_stream(), Step::kDone);
  EXPECT_EQ(kept.text, "Hello");
  EXPECT_FALSE(reader.keep_alive());
}

TEST(ResponseReader, ACloseInTheMiddleIsNoEnd) {
  for (std::size_t cut = 0; cut < kChunked.size(); ++cut) {
    Kept kept;
    ResponseReader reader(kept);
    EXPECT_EQ(reader.read(kChunked.substr(0, cut)), Step::kNeedMore) << cut;
    EXPECT_EQ(reader.end_of_stream(), Step::kBroken) << cut;
    EXPECT_FALSE(reader.words().empty());
  }
}

TEST(ResponseReader, SaysWhenTheConnectionIsNotToBeUsedAgain) {
  Kept kept;
  ResponseReader reader(kept);
  EXPECT_EQ(reader.read("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), Step::kDone);
  EXPECT_FALSE(reader.keep_alive());
  reader.begin();
  EXPECT_EQ(reader.read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"), Step::kDone);
  EXPECT_FALSE(reader.keep_alive());
}

TEST(ResponseReader, StopsWhenTheRestIsNotWanted) {
  Kept kept;
  kept.wanted = false;
  ResponseReader reader(kept);
  EXPECT_EQ(reader.read(kChunked), Step::kStopped);
  EXPECT_EQ(kept.text, "Hello");
}

TEST(ResponseReader, RefusesWhatIsNoResponse) {
  const std::string endless = "HTTP/1.1 200 OK\r\nX: " + std::string(std::size_t{100} << 10, 'x');
  for (const std::string_view bytes :
       {std::string_view("SSH-2.0-OpenSSH_9.2\r\n"), std::string_view("GET / HTTP/1.1\r\n\r\n"),
        std::string_view("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        std::string_view("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"), std::string_view(endless)}) {
    Kept kept;
    ResponseReader reader(kept);
    EXPECT_EQ(reader.read(bytes), Step::kBroken) << bytes.substr(0, 60);
    EXPECT_FALSE(reader.words().empty());
  }
}

}  // namespace
}  // namespace openai
