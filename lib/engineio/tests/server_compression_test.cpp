// Large poll answers leave compressed, nothing else does.
#include <zlib.h>

#include "server_fixture.h"

namespace engineio {
namespace {

class CompressionTest : public ServerTest {
 protected:
  // A poll of a client that accepts these codings, and that one message of so many bytes answers.
  const net::Response& poll(const std::string& accept_encoding, std::size_t bytes) {
    const std::string query = "transport=polling&sid=" + open_polling();
    exchange_ = std::make_unique<FakeExchange>(loop_, "GET", "/engine.io/?EIO=4&" + query);
    if (!accept_encoding.empty()) exchange_->edit().headers.add("Accept-Encoding", accept_encoding);
    start(*exchange_);
    listener().session->send(Frame::text("4" + std::string(bytes - 1, 'm')));
    turn();
    return *exchange_->answer;
  }

 private:
  std::unique_ptr<FakeExchange> exchange_;
};

std::string decoded(const std::string& encoded, std::size_t bytes) {
  std::string plain(bytes, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 32), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
  stream.avail_in = static_cast<uInt>(encoded.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_out, 0U);
  inflateEnd(&stream);
  return plain;
}

TEST_F(CompressionTest, ALargeAnswerIsCompressedAsTheClientLikes) {
  for (const char* coding : {"gzip", "deflate"}) {
    const net::Response& answer = poll(coding, 1024);
    EXPECT_EQ(answer.headers.get("Content-Encoding"), coding);
    EXPECT_EQ(answer.headers.get("Vary"), "Accept-Encoding");
    EXPECT_EQ(decoded(answer.body, 1024), "4" + std::string(1023, 'm'));
  }
}

TEST_F(CompressionTest, AnAnswerOfManyPiecesArrivesWhole) {
  const net::Response& answer = poll("gzip, deflate", 1'000'000);
  EXPECT_EQ(answer.headers.get("Content-Encoding"), "gzip");
  EXPECT_EQ(decoded(answer.body, 1'000'000), "4" + std::string(999'999, 'm'));
}

TEST_F(CompressionTest, ASmallAnswerIsNot) {
  const net::Response& answer = poll("gzip", 1023);
  EXPECT_FALSE(answer.headers.has("Content-Encoding"));
  EXPECT_FALSE(answer.headers.has("Vary"));
}

TEST_F(CompressionTest, AClientThatDoesNotWantItIsLeftAlone) {
  for (const char* accept : {"", "br", "gzip;q=0, deflate;q=0.0"}) {
    const net::Response& answer = poll(accept, 5000);
    EXPECT_FALSE(answer.headers.has("Content-Encoding")) << accept;
    EXPECT_EQ(answer.headers.get("Vary"), "Accept-Encoding");
    EXPECT_EQ(answer.body.size(), 5000U);
  }
}

TEST_F(CompressionTest, MayBeOff) {
  options_.http_compression_threshold_bytes = 0;
  EXPECT_FALSE(poll("gzip", 5000).headers.has("Content-Encoding"));
}

TEST_F(CompressionTest, AnswersToPostsAndErrorsAreNever) {
  options_.http_compression_threshold_bytes = 1;
  const auto ask = [this](const char* method, const std::string& query, std::string body) {
    auto exchange = std::make_unique<FakeExchange>(loop_, method, "/engine.io/?EIO=4&" + query);
    exchange->edit().headers.add("Accept-Encoding", "gzip");
    exchange->body = std::move(body);
    start(*exchange);
    return exchange;
  };
  const auto error = ask("GET", "transport=polling&sid=none", "");
  EXPECT_FALSE(error->answer->headers.has("Content-Encoding"));
  const auto post = ask("POST", "transport=polling&sid=" + open_polling(), "4a");
  EXPECT_EQ(post->answer->body, "ok");
}

}  // namespace
}  // namespace engineio
