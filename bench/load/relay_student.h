// Who reads the model's own event stream, past a relay that passes it through.
#pragma once

#include <string>

#include "event_stream.h"
#include "http_connection.h"
#include "student.h"

namespace bench {

// Owned by the crowd. `reactor` outlives it.
class RelayStudent final : public Student, private HttpListener {
 public:
  RelayStudent(Tally& tally, StudentListener& listener, Reactor& reactor, std::uint16_t port)
      : Student(tally, listener), port_(port), connection_(reactor, port, *this) {}

  void close() override { connection_.close(); }

 private:
  // There is nothing to join: the connection is made with the first question.
  void connect() override { joined(); }
  void send_question(std::string_view content) override;
  void on_body(HttpConnection& connection, std::string_view piece, std::uint64_t now) override;
  void on_response(HttpConnection& connection, int status) override;
  void on_broken(HttpConnection& connection, std::string_view why) override;

  std::uint16_t port_;
  HttpConnection connection_;
  EventStreamReader events_;
};

}  // namespace bench
