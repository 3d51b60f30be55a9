#include "request_parser.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "receive_buffer.h"

namespace net {
namespace {

// Reads a head whose bytes arrive one by one.
RequestParser::Progress read_slowly(std::string_view head, std::size_t limit, Request& request) {
  RequestParser parser(limit);
  ReceiveBuffer in(limit);
  parser.begin(request);
  auto progress = RequestParser::Progress::kNeedMore;
  for (const char byte : head) {
    in.prepare()[0] = byte;
    in.commit(1);
    progress = parser.parse_head(in);
    if (progress != RequestParser::Progress::kNeedMore) break;
  }
  parser.end();
  return progress;
}

// RFC 9112, section 2.2.
TEST(RequestParser, SkipsEmptyLinesBeforeARequestHoweverTheyAreCut) {
  Request request;
  EXPECT_EQ(read_slowly("\r\n\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n", 4'096, request),
            RequestParser::Progress::kDone);
  EXPECT_EQ(request.path, "/a");
}

TEST(RequestParser, DoesNotSkipEmptyLinesForEver) {
  std::string lines;
  for (int i = 0; i < 3'000; ++i) lines += "\r\n";
  Request request;
  EXPECT_EQ(read_slowly(lines, 4'096, request), RequestParser::Progress::kHeadTooLarge);
}

}  // namespace
}  // namespace net
