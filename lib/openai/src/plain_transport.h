// HTTP/1.1 without TLS: how a model on the same machine or network is reached.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "curl_handles.h"
#include "curl_loop.h"
#include "endpoint.h"
#include "plain_connection.h"
#include "socket_set.h"
#include "transfer.h"
#include "transport.h"

namespace openai {

class PlainTransport;

// Owned by its transfer.
class PlainCarriage final : public Carriage {
 public:
  explicit PlainCarriage(Transfer& carried) : transfer(carried) {}

  [[nodiscard]] int status() const override { return connection == nullptr ? status_ : connection->status(); }
  [[nodiscard]] std::chrono::seconds retry_after() const override { return retry_after_; }

  // Keeps what is of interest of the response, whose connection goes its own way.
  void leave_connection();

  // A connection that libcurl opens.
  struct Opening {
    EasyHandle handle;
    std::array<char, CURL_ERROR_SIZE> words{};
  };

  Transfer& transfer;
  std::unique_ptr<Opening> opening;  // while there is no connection yet
  PlainConnection* connection = nullptr;
  bool tried_again = false;

 private:
  int status_ = 0;
  std::chrono::seconds retry_after_{0};
};

// libcurl finds the server and opens the connection, with all that belongs to it (names, address families,
// time limits). What follows is read here, straight from the socket: libcurl's own way costs more for each
// piece of an answer than all the rest of the program.
class PlainTransport final : public Transport, public CurlLoop::Observer, public SocketSet::Observer {
 public:
  // Whether the endpoint can be reached so: no TLS, no proxy, no password in the URL.
  [[nodiscard]] static bool serves(const Endpoint& endpoint);

  // The endpoint and the observer outlive this.
  PlainTransport(const runtime::Executor& executor, const Endpoint& endpoint, std::size_t max_connections,
                 Transport::Observer& observer);
  ~PlainTransport() override;

  bool start(Transfer& transfer) override;
  void release(Transfer& transfer) override;
  void close() override;

 private:
  void transfer_ended(CURL* connecting, CURLcode result) override;
  void turn_ended() override { end_turn(); }
  void socket_ready(void* tag, std::uint32_t events) override;
  void all_served() override;

  void take_received();
  void take(PlainConnection& connection, const Received& received);
  [[nodiscard]] bool begin(PlainCarriage& carriage);
  [[nodiscard]] bool connect(PlainCarriage& carriage);
  void send(PlainConnection& connection, PlainCarriage& carriage);
  // Its socket, for what it needs now; what is there already is told, too.
  void watch(PlainConnection& connection);
  void unanswered(PlainConnection& connection, PlainCarriage& carriage);
  // The exchange is over; the connection is kept or closed.
  void end_exchange(PlainConnection& connection);
  void drop(PlainConnection& connection);
  [[nodiscard]] PlainConnection* idle_connection();
  [[nodiscard]] bool has_room() const;
  void serve_waiting();
  void end_turn();

  const Endpoint& endpoint_;
  const std::size_t max_connections_;
  Transport::Observer& observer_;
  std::shared_ptr<CurlLoop> connector_;
  std::shared_ptr<SocketSet> sockets_;
  std::unordered_map<PlainConnection*, std::unique_ptr<PlainConnection>> connections_;
  std::vector<PlainConnection*> idle_;  // the one used last is at the end
  std::deque<PlainCarriage*> waiting_;  // for one of `max_connections_`
  std::size_t connecting_ = 0;
  // Read in one go from many sockets, then parsed in one go, then handed on: each of these stages finds its
  // own code in the processor's caches, which are too small for all of them in turn for every piece.
  std::vector<char> buffer_;
  std::size_t used_ = 0;
  std::vector<std::pair<PlainConnection*, Received>> received_;
};

}  // namespace openai
