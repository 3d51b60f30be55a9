// Where a server listens, and what it says when it cannot.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <net/http_server.h>
#include <runtime/run_task.h>

namespace net {
namespace {

using boost::asio::ip::tcp;

runtime::Task<> report_address(Exchange& exchange) {
  (void)co_await exchange.respond({.body = exchange.request().remote_address});
}

class ListenTest : public testing::Test {
 protected:
  ~ListenTest() override { runtime::run_task(loop, server.shut_down()); }

  std::string refusal(const std::string& host, std::uint16_t port) {
    const auto listening = server.listen(host, port);
    if (listening) return "listens";
    EXPECT_EQ(listening.error().code, kListenFailed);
    return listening.error().message;
  }

  boost::asio::io_context loop;
  HttpServer server{loop.get_executor(), {}, report_address, nullptr};
};

TEST_F(ListenTest, TakesAFreePort) {
  const auto port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  EXPECT_NE(*port, 0);
}

TEST_F(ListenTest, TakesAHostName) {
  const auto port = server.listen("localhost", 0);
  ASSERT_TRUE(port);
  tcp::socket client(loop);
  boost::system::error_code v4;
  client.connect({boost::asio::ip::address_v4::loopback(), *port}, v4);
  EXPECT_FALSE(v4) << v4.message();
}

TEST_F(ListenTest, TakesAnAddressOfIpVersion6) {
  boost::system::error_code none;
  tcp::acceptor probe(loop);
  probe.open(tcp::v6(), none);
  if (!none) probe.bind({boost::asio::ip::address_v6::loopback(), 0}, none);
  if (none) GTEST_SKIP() << "this machine has no IPv6";
  const auto port = server.listen("::1", 0);
  ASSERT_TRUE(port) << port.error().message;
}

TEST_F(ListenTest, SaysWhoHasThePortAndWhatToDo) {
  tcp::acceptor other(loop, {boost::asio::ip::address_v4::loopback(), 0});
  const std::uint16_t port = other.local_endpoint().port();
  EXPECT_EQ(
      refusal("127.0.0.1", port),
      "Port " + std::to_string(port) +
          " on 127.0.0.1 is in use by another program; choose another with --port or stop that program.");
}

TEST_F(ListenTest, SaysThatAnAddressIsNotThisMachines) {
  EXPECT_EQ(refusal("192.0.2.1", 5000),
            "192.0.2.1 is not an address of this machine; choose another with --host (0.0.0.0 for all).");
}

TEST_F(ListenTest, SaysThatAHostIsNotKnown) {
  EXPECT_EQ(refusal("no-such-host.invalid", 5000),
            "The host \"no-such-host.invalid\" is not known; choose an address of this machine with --host.");
  EXPECT_EQ(refusal("", 5000), "The host \"\" is not known; choose an address of this machine with --host.");
}

}  // namespace
}  // namespace net
