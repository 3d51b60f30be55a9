// Waits for all sockets of the load, with the one buffer that they are read into.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace bench {

class SocketOwner;

// Not thread-safe. Edge-triggered: who is told that a socket can be read reads all of it.
class Reactor {
 public:
  Reactor();
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  // Waits up to `most_us` microseconds and tells the owners of the sockets that are ready.
  void poll(std::uint64_t most_us);
  // From then on `owner` hears of `descriptor`, until that is closed.
  void watch(int descriptor, SocketOwner& owner);

  // Room for `kept` to be put at its beginning and much to be read behind it; valid until the next call.
  [[nodiscard]] std::vector<char>& buffer(std::string_view kept);

 private:
  int epoll_;
  std::vector<char> buffer_;
};

// Lives as long as the reactor that it was given to.
class SocketOwner {
 public:
  virtual ~SocketOwner() = default;
  virtual void on_ready() = 0;
};

}  // namespace bench
