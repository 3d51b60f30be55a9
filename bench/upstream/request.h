// Reads requests for a streamed completion, as they come in over one connection, one after another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

// What the directive `bench tokens=N interval=U` in a question asks for.
struct Order {
  std::uint64_t tokens = 0;
  std::uint64_t interval_us = 0;  // 0: as fast as the connection takes them
  bool include_usage = false;
};

enum class RequestState {
  kIncomplete,
  kOrder,
  kContinue,    // the client waits for "100 Continue" before it sends the body; ask again after that
  kUnknown,     // not POST /v1/chat/completions
  kBadRequest,  // not HTTP/1.1, or a body without "stream":true and a directive
};

// Owned by one connection. Not for hostile clients: a request may be as long as it likes.
class RequestReader {
 public:
  void append(std::string_view bytes) { buffer_.append(bytes); }
  // Takes the next request that is complete from what has come in. `order` is set with kOrder only.
  [[nodiscard]] RequestState next(Order& order);

 private:
  std::string buffer_;
  bool continued_ = false;
};

// The order in a request's body; false if there is none.
[[nodiscard]] bool read_order(std::string_view body, Order& order);

}  // namespace bench
