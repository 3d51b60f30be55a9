// A server with connection state recovery, and clients that come back.
#pragma once

#include <string>
#include <vector>

#include "io_fixture.h"

namespace socketio {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class RecoveryTest : public IoTest {
 protected:
  RecoveryTest() { options_.recovery.offer = RecoveryOptions::Offer::kWhoAsks; }

  // A client that wants its state recovered.
  struct Asking : Client {
    explicit Asking(IoTest& test) : Client(test, "&recovery=1") {}
  };

  // What the answer to CONNECT says under that key, or "".
  static std::string said(const std::vector<std::string>& answer, const std::string& key) {
    for (const std::string& packet : answer) {
      if (!packet.starts_with("40{")) continue;
      const auto object = boost::json::parse(packet.substr(2)).as_object();
      if (const auto* value = object.if_contains(key)) return std::string(value->as_string());
    }
    return "";
  }

  // Joins "/" and remembers by what it can be that again.
  SocketPtr join(Client& client) {
    answer_ = client.say("0");
    sid_ = said(answer_, "sid");
    pid_ = said(answer_, "pid");
    return joined_.back();
  }

  // CONNECT of a client that comes back; `offset` as it stands on the wire, "" for none.
  [[nodiscard]] std::string connect(const std::string& offset = "") const {
    return R"(0{"pid":")" + pid_ + '"' + (offset.empty() ? "" : R"(,"offset":)" + offset) + "}";
  }
  [[nodiscard]] std::string welcome() const {
    return R"(40{"sid":")" + sid_ + R"(","pid":")" + pid_ + R"("})";
  }

  // The offset that an event carries, with its quotes.
  static std::string offset_of(const std::string& event) {
    const std::size_t quote = event.rfind('"', event.size() - 3);
    return event.substr(quote, event.size() - 1 - quote);
  }

  std::vector<std::string> answer_;
  std::string sid_;
  std::string pid_;
  // What handlers were told; they live as long as the server.
  std::shared_ptr<std::vector<std::string>> told_ = std::make_shared<std::vector<std::string>>();
};

}  // namespace socketio
