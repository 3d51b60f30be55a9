// A student over long polling: one connection waits for packets, another one sends them.
#pragma once

#include <string>

#include "http_connection.h"
#include "socketio_student.h"

namespace bench {

// Owned by the crowd. `reactor` outlives it.
class PollingStudent final : public SocketIoStudent, private HttpListener {
 public:
  PollingStudent(Tally& tally, StudentListener& listener, std::string cookie, Reactor& reactor,
                 std::uint16_t port);

  void close() override;

 private:
  void connect() override;
  void send_packet(std::string_view packet) override;
  void on_handshake(std::string_view json) override;
  void on_body(HttpConnection& connection, std::string_view piece, std::uint64_t now) override;
  void on_response(HttpConnection& connection, int status) override;
  void on_broken(HttpConnection& connection, std::string_view why) override;
  void read_packets();
  void poll();
  void post();

  std::string headers_;
  std::string path_;  // with the session's id, once there is one
  HttpConnection polls_;
  HttpConnection posts_;
  bool open_ = false;
  std::string body_;  // of the poll that is being answered
  std::string packets_;
  std::uint64_t arrival_ = 0;
  std::string outbox_;  // packets that wait for the post before them
};

}  // namespace bench
