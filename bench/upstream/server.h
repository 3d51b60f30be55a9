// The model's API: accepts connections, takes orders and streams their answers, all on the thread that runs
// it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "answer.h"
#include "pacing.h"
#include "request.h"

namespace bench {

class Server {
 public:
  // Accepts from these sockets, which it then owns. Serves until the descriptor `stop` can be read.
  Server(std::vector<int> listeners, int stop);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void run();

 private:
  struct Connection : Waiting {
    int descriptor = -1;
    RequestReader requests;
    std::optional<Answer> answer;
    bool full = false;   // the socket takes nothing until the kernel says so
    bool eager = false;  // is in eager_
    bool dead = false;
  };

  void accept_all(int listener);
  void on_events(Connection& connection, std::uint32_t events);
  void read(Connection& connection);
  void take_request(Connection& connection);
  void advance(Connection& connection, std::uint64_t now);
  void reply(Connection& connection, const char* response);
  void close(Connection& connection);
  [[nodiscard]] std::uint64_t wait_us() const;

  int epoll_;
  std::vector<int> listeners_;
  int stop_;
  std::vector<std::unique_ptr<Connection>> connections_;  // by descriptor
  std::vector<Connection*> eager_;                        // unpaced answers whose sockets take more
  std::vector<std::unique_ptr<Connection>> closed_;       // in this turn: an event may name them still
  Pacing pacing_;
  std::vector<char> block_;
};

}  // namespace bench
