#include "http_response.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bench {
namespace {

struct Response {
  int status = 0;
  std::string body;
  bool operator==(const Response&) const = default;
};

std::vector<Response> read_in_pieces(const std::vector<std::string_view>& pieces) {
  std::vector<Response> responses;
  HttpResponseReader reader;
  std::string kept;
  std::string body;
  for (const std::string_view piece : pieces) {
    kept.append(piece);
    std::string_view rest = kept;
    std::string_view part;
    for (HttpPart state = HttpPart::kBody; state != HttpPart::kIncomplete;) {
      state = reader.next(rest, part);
      EXPECT_NE(state, HttpPart::kInvalid);
      if (state == HttpPart::kInvalid) return responses;
      if (state == HttpPart::kBody) body.append(part);
      if (state == HttpPart::kEnd) responses.push_back({reader.status(), std::exchange(body, "")});
    }
    kept = std::string(rest);
  }
  EXPECT_EQ(kept + body, "");
  EXPECT_TRUE(reader.between_responses());
  return responses;
}

TEST(HttpResponseTest, ReadsResponsesThatAreCutAnywhere) {
  const std::string_view bytes =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n1a;x=y\r\n, "
      "abcdefghijklmnopqrstuvwx\r\n0\r\n\r\n"
      "HTTP/1.1 204 No Content\r\n\r\n"
      "HTTP/1.1 400 Bad Request\r\ncontent-length: 3\r\n\r\nbad";
  const std::vector<Response> expected{
      {200, "ok"}, {200, "Hello, abcdefghijklmnopqrstuvwx"}, {204, ""}, {400, "bad"}};
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(read_in_pieces({bytes.substr(0, cut), bytes.substr(cut)}), expected) << cut;
  }
  std::vector<std::string_view> letters;
  for (std::size_t i = 0; i < bytes.size(); ++i) letters.push_back(bytes.substr(i, 1));
  EXPECT_EQ(read_in_pieces(letters), expected);
}

TEST(HttpResponseTest, RefusesWhatIsNoResponse) {
  for (std::string_view bytes : {"HTTP/2 200\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"}) {
    HttpResponseReader reader;
    std::string_view piece;
    EXPECT_EQ(reader.next(bytes, piece), HttpPart::kInvalid);
  }
}

}  // namespace
}  // namespace bench
