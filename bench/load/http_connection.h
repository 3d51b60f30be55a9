// Requests over one kept connection, one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http_response.h"
#include "socket.h"

namespace bench {

class HttpConnection;

// Told from within the connection's reading; it may make the next request, and close() it.
class HttpListener {
 public:
  virtual ~HttpListener() = default;
  virtual void on_body(HttpConnection& connection, std::string_view piece, std::uint64_t now) = 0;
  virtual void on_response(HttpConnection& connection, int status) = 0;  // it is complete
  // The request that was under way gets no response.
  virtual void on_broken(HttpConnection& connection, std::string_view why) = 0;
};

// Owned by a student; `reactor` and `listener` outlive it.
class HttpConnection final : public SocketOwner {
 public:
  HttpConnection(Reactor& reactor, std::uint16_t port, HttpListener& listener)
      : reactor_(reactor), port_(port), listener_(listener) {}

  // Only when none is under way. Connects if need be; a server may close a connection that is not in use, so
  // a request that meets this is sent again on a new one.
  void request(std::string request);
  void close();
  [[nodiscard]] bool busy() const { return busy_; }
  void on_ready() override;

 private:
  std::size_t take(std::string_view bytes, std::uint64_t now);
  void connect_and_send();
  void broken(std::string_view why);

  Reactor& reactor_;
  std::uint16_t port_;
  HttpListener& listener_;
  Socket socket_;
  HttpResponseReader reader_;
  std::string request_;
  bool busy_ = false;
  bool used_before_ = false;
};

}  // namespace bench
