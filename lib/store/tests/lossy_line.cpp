#include "lossy_line.h"

#include <array>
#include <memory>
#include <string_view>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

namespace store {
namespace {

using boost::asio::buffer;
using boost::asio::use_awaitable;

// The server's answer to COMMIT: message "C" (command complete), its length, the command's tag.
constexpr std::string_view kCommitted("C\0\0\0\013COMMIT\0", 12);

struct Place {
  std::size_t begin;  // of "host:port" in an address "postgresql://user:password@host:port/name"
  std::size_t end;
};

Place place_of_server(const std::string& url) {
  const auto begin = url.find('@') + 1;
  return {begin, url.find('/', begin)};
}

}  // namespace

LossyLine::LossyLine(const std::string& url)
    : here_(boost::asio::ip::make_address("127.0.0.1"), 0), url_(url) {
  const auto [begin, end] = place_of_server(url);
  const std::string server = url.substr(begin, end - begin);
  const auto colon = server.find(':');
  server_ = {boost::asio::ip::make_address(server.substr(0, colon)),
             static_cast<std::uint16_t>(std::stoi(server.substr(colon + 1)))};
  listen();
  here_ = acceptor_.local_endpoint();
  url_.replace(begin, end - begin, "127.0.0.1:" + std::to_string(here_.port()));
  thread_ = std::jthread([this] {
    const auto guard = boost::asio::make_work_guard(loop_);
    loop_.run();
  });
}

LossyLine::~LossyLine() {
  loop_.stop();
}

void LossyLine::listen() {
  acceptor_ = {loop_, here_};
  boost::asio::co_spawn(loop_, accept(), boost::asio::detached);
}

void LossyLine::cut_now() {
  acceptor_.close();
  for (const auto& known : connections_) {
    if (const auto connection = known.lock()) {
      connection->client.close();
      connection->server.close();
    }
  }
  connections_.clear();
}

template <class Work>
void LossyLine::on_loop(Work work) {
  boost::asio::post(loop_, boost::asio::use_future(std::move(work))).get();
}

void LossyLine::cut_at_next_commit(bool for_good) {
  on_loop([this, for_good] { at_commit_ = for_good ? AtCommit::kCutForGood : AtCommit::kCut; });
}

void LossyLine::cut() {
  on_loop([this] { cut_now(); });
}

void LossyLine::restore() {
  on_loop([this] { listen(); });
}

boost::asio::awaitable<void> LossyLine::accept() {
  while (true) {
    auto connection = std::make_shared<Connection>(co_await acceptor_.async_accept(use_awaitable));
    connections_.push_back(connection);
    boost::asio::co_spawn(loop_, forward(std::move(connection)), boost::asio::detached);
  }
}

boost::asio::awaitable<void> LossyLine::forward(std::shared_ptr<Connection> connection) {
  co_await connection->server.async_connect(server_, use_awaitable);
  boost::asio::co_spawn(loop_, pump(connection, connection->client, connection->server),
                        boost::asio::detached);
  boost::asio::co_spawn(loop_, pump(connection, connection->server, connection->client),
                        boost::asio::detached);
}

boost::asio::awaitable<void> LossyLine::pump(std::shared_ptr<Connection> connection, Socket& from,
                                             Socket& to) {
  std::array<char, 16'384> bytes;
  try {
    while (true) {
      const std::size_t count = co_await from.async_read_some(buffer(bytes), use_awaitable);
      if (std::string_view(bytes.data(), count).contains(kCommitted)) {
        const AtCommit what = std::exchange(at_commit_, AtCommit::kForward);
        if (what == AtCommit::kCutForGood) cut_now();
        if (what != AtCommit::kForward) break;
      }
      co_await boost::asio::async_write(to, buffer(bytes.data(), count), use_awaitable);
    }
  } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch)
    // One end is gone, so the other goes, too.
  }
  connection->client.close();
  connection->server.close();
}

}  // namespace store
