#include "request.h"

#include <string>

#include <gtest/gtest.h>

namespace bench {
namespace {

const std::string kBody = R"({"stream":true,"messages":[{"content":"bench tokens=40 interval=20000"}]})";

std::string post(const std::string& headers, const std::string& body) {
  return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}
std::string with_length(const std::string& body) {
  return post("content-length: " + std::to_string(body.size()) + "\r\n", body);
}

TEST(RequestTest, ReadsRequestsThatAreCutAnywhere) {
  const std::string chunked =
      post("Transfer-Encoding: chunked\r\n",
           "10\r\n" + kBody.substr(0, 16) + "\r\n39\r\n" + kBody.substr(16) + "\r\n0\r\n\r\n");
  ASSERT_EQ(kBody.size() - 16, 0x39u);
  const std::string bytes = with_length(kBody) + chunked;
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    RequestReader reader;
    int orders = 0;
    for (const std::string& piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
      reader.append(piece);
      Order order;
      while (reader.next(order) == RequestState::kOrder) {
        EXPECT_EQ(order.tokens, 40u);
        EXPECT_EQ(order.interval_us, 20'000u);
        EXPECT_FALSE(order.include_usage);
        ++orders;
      }
    }
    EXPECT_EQ(orders, 2) << cut;
  }
}

TEST(RequestTest, TakesTheDirectiveOfTheLastQuestion) {
  Order order;
  ASSERT_TRUE(
      read_order(R"({"stream":true,"stream_options":{"include_usage":true},"messages":[)"
                 R"({"content":"bench tokens=1 interval=2"},{"content":"bench tokens=3 interval=4"}]})",
                 order));
  EXPECT_EQ(order.tokens, 3u);
  EXPECT_EQ(order.interval_us, 4u);
  EXPECT_TRUE(order.include_usage);
}

TEST(RequestTest, RefusesWhatItDoesNotServe) {
  Order order;
  RequestReader reader;
  reader.append("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n" + with_length(R"({"stream":true})") +
                with_length(R"({"content":"bench tokens=1 interval=2"})"));
  EXPECT_EQ(reader.next(order), RequestState::kUnknown);
  EXPECT_EQ(reader.next(order), RequestState::kBadRequest);
  EXPECT_EQ(reader.next(order), RequestState::kBadRequest);
  EXPECT_EQ(reader.next(order), RequestState::kIncomplete);
}

TEST(RequestTest, LetsAClientContinueOnce) {
  Order order;
  RequestReader reader;
  reader.append(post("Expect: 100-continue\r\nContent-Length: " + std::to_string(kBody.size()) + "\r\n", ""));
  EXPECT_EQ(reader.next(order), RequestState::kContinue);
  EXPECT_EQ(reader.next(order), RequestState::kIncomplete);
  reader.append(kBody);
  EXPECT_EQ(reader.next(order), RequestState::kOrder);
}

}  // namespace
}  // namespace bench
