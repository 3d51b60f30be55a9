#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "io_fixture.h"

namespace socketio {
namespace {

using boost::asio::ip::tcp;

runtime::Task<> teapot(net::Exchange& exchange) {
  (void)co_await exchange.respond({.status = 418});
}

class ListenTest : public IoTest {
 protected:
  // The first line of the answer.
  std::string ask(std::uint16_t port, const std::string& target) {
    tcp::socket socket(loop_);
    socket.connect({boost::asio::ip::address_v4::loopback(), port});
    boost::asio::write(socket,
                       boost::asio::buffer("GET " + target + " HTTP/1.1\r\nHost: lab.example\r\n\r\n"));
    std::string answer;
    bool done = false;
    boost::asio::async_read_until(socket, boost::asio::dynamic_buffer(answer), "\r\n",
                                  [&](boost::system::error_code, std::size_t) { done = true; });
    turn_until([&] { return done; });
    return answer.substr(0, answer.find("\r\n"));
  }
};

TEST_F(ListenTest, ServesItsPathAndNothingElse) {
  const auto port = io().listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  EXPECT_EQ(ask(*port, "/socket.io/?EIO=4&transport=polling"), "HTTP/1.1 200 OK");
  EXPECT_EQ(ask(*port, "/"), "HTTP/1.1 404 Not Found");
}

TEST_F(ListenTest, GivesTheRestToOthers) {
  const auto port = io().listen("127.0.0.1", 0, teapot);
  ASSERT_TRUE(port);
  EXPECT_THAT(ask(*port, "/page"), StartsWith("HTTP/1.1 418"));
  EXPECT_EQ(ask(*port, "/socket.io/?EIO=4&transport=polling"), "HTTP/1.1 200 OK");
}

TEST_F(ListenTest, SaysWhyItCannot) {
  const auto port = io().listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  Server second(loop_.get_executor());
  const auto taken = second.listen("127.0.0.1", *port);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, net::kListenFailed);
}

TEST_F(ListenTest, EndsWithTheServer) {
  const auto port = io().listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  runtime::run_task(loop_, io().close());
  tcp::socket socket(loop_);
  boost::system::error_code error;
  socket.connect({boost::asio::ip::address_v4::loopback(), *port}, error);
  EXPECT_EQ(error, boost::asio::error::connection_refused);
}

}  // namespace
}  // namespace socketio
