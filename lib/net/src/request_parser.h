// Parses one HTTP/1 request as its bytes arrive (RFC 9112): the head into a Request, then the body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <net/http.h>

#include "receive_buffer.h"

namespace net {

// Owned by a connection; holds memory only between `begin` and `end`. No input or output of its own.
class RequestParser {
 public:
  enum class Progress {
    kNeedMore,
    kDone,
    kTargetTooLong,   // the request line alone is over the limit of the head
    kHeadTooLarge,    // the whole head is
    kBodyTooLarge,    // more body has arrived than the caller takes
    kNotImplemented,  // a transfer coding other than chunked
    kMalformed,
  };

  explicit RequestParser(std::size_t max_head_bytes);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Starts on a request, which must outlive the matching `end`. Everything below is between the two.
  void begin(Request& request);
  void end();

  // Consumes what belongs to the head. After kDone the request is filled.
  [[nodiscard]] Progress parse_head(ReceiveBuffer& in);

  // Consumes what belongs to the body and appends it to `out`, or throws it away if that is null. At most
  // `limit_bytes` are taken in all.
  [[nodiscard]] Progress parse_body(ReceiveBuffer& in, std::string* out, std::size_t limit_bytes);

  // After the head: whether the body, if there is one, has been consumed to its end.
  [[nodiscard]] bool is_done() const;
  [[nodiscard]] bool is_http_1_0() const;
  // Whether the client lets the connection be used again.
  [[nodiscard]] bool keeps_alive() const;
  // The bytes of body still to come; nullopt when they come in chunks.
  [[nodiscard]] std::optional<std::uint64_t> remaining_body() const;

 private:
  class Impl;
  const std::size_t max_head_bytes_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
