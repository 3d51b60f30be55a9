// How many connections are taken, and what happens when the process has no room for more.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

runtime::Task<> answer_ok(Exchange& exchange) {
  (void)co_await exchange.respond({.body = "ok"});
}

TEST(Limit, RefusesConnectionsOverTheNumberInAll) {
  TestServer server(answer_ok, {.max_connections = 2});
  RawClient first(server.port());
  EXPECT_EQ(first.ask(kGet).status, 200);
  RawClient second(server.port());
  EXPECT_EQ(second.ask(kGet).status, 200);
  RawClient third(server.port());
  EXPECT_EQ(third.read_to_end(), "");
  const HttpServerCounts counts = server.counts();
  EXPECT_EQ(counts.connections, 2U);
  EXPECT_EQ(counts.refused_connections, 1U);
  EXPECT_EQ(counts.refused_per_address, 0U);
  EXPECT_EQ(counts.accepted, 2U);

  // A place that is given back can be taken. The end is seen when the server has closed its side as well.
  first.half_close();
  first.read_to_end();
  while (server.counts().connections == 2) {
  }
  RawClient fourth(server.port());
  EXPECT_EQ(fourth.ask(kGet).status, 200);
}

TEST(Limit, RefusesConnectionsOverTheNumberOfAnAddress) {
  TestServer server(answer_ok, {.max_connections_per_address = 1});
  RawClient first(server.port());
  EXPECT_EQ(first.ask(kGet).status, 200);
  RawClient second(server.port());
  EXPECT_EQ(second.read_to_end(), "");
  EXPECT_EQ(server.counts().refused_per_address, 1U);

  boost::asio::io_context loop;
  boost::asio::ip::tcp::socket elsewhere(loop, {boost::asio::ip::make_address("127.0.0.2"), 0});
  elsewhere.connect({boost::asio::ip::address_v4::loopback(), server.port()});
  boost::asio::write(elsewhere, boost::asio::buffer(kGet));
  char byte = 0;
  EXPECT_EQ(elsewhere.read_some(boost::asio::buffer(&byte, 1)), 1U);
}

runtime::Task<> read_body_of_ten(Exchange& exchange) {
  const auto body = co_await exchange.read_body(10);
  (void)co_await exchange.respond({.status = body ? 200 : 413});
}

TEST(Limit, CountsWhatItRefuses) {
  TestServer server(read_body_of_ten, {.max_header_bytes = 2048});
  const auto status_of = [&](const std::string& request) {
    return RawClient(server.port()).ask(request).status;
  };
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2048, 'x') + "\r\n\r\n"), 431);
  EXPECT_EQ(status_of("GET /" + std::string(2048, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n12345678901"), 413);
  const HttpServerCounts counts = server.counts();
  EXPECT_EQ(counts.malformed_requests, 3U);
  EXPECT_EQ(counts.oversized_heads, 2U);
  EXPECT_EQ(counts.oversized_bodies, 1U);
}

// Takes all file descriptors of the process for as long as it lives.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::open("/dev/null", O_RDONLY);
    ::close(next);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(next);
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(Limit, SurvivesHavingNoFileDescriptors) {
#if __has_feature(undefined_behavior_sanitizer)
  GTEST_SKIP() << "UBSan itself needs descriptors: without them it takes every object for broken";
#endif
  TestServer server(answer_ok);
  boost::asio::io_context loop;
  boost::asio::ip::tcp::socket client(loop, boost::asio::ip::tcp::v4());
  {
    const NoMoreDescriptors none;
    client.connect({boost::asio::ip::address_v4::loopback(), server.port()});
    while (server.log().empty()) std::this_thread::yield();
  }
  boost::asio::write(client, boost::asio::buffer(kGet));
  char byte = 0;
  EXPECT_EQ(client.read_some(boost::asio::buffer(&byte, 1)), 1U);
  EXPECT_EQ(server.log().size(), 1U);
  EXPECT_NE(server.log()[0].find("open files"), std::string::npos);
}

}  // namespace
}  // namespace net
