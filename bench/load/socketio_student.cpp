#include "socketio_student.h"

#include "event.h"
#include "random.h"

namespace bench {

void SocketIoStudent::on_packet(std::string_view packet, std::uint64_t now) {
  if (packet.starts_with("42[")) {
    on_event(packet.substr(2), now);
  } else if (packet == "2") {
    send_packet("3");
  } else if (packet.starts_with("0{")) {
    on_handshake(packet.substr(1));
    send_packet("40");
  } else if (packet.starts_with("40")) {
    joined();
  } else if (packet.starts_with("44") || packet.starts_with("41") || packet.starts_with("1")) {
    lost("turned_away", packet);
  } else if (packet != "6") {
    lost("unknown_packet", packet);
  }
}

void SocketIoStudent::on_event(std::string_view json, std::uint64_t now) {
  const std::optional<Event> event = read_event(json);
  if (!event) {
    lost("malformed_event", json);
  } else if (event->name == "stream") {
    if (event->offset) offset(*event->offset);
    text(event->content, now);
  } else if (event->name == "done") {
    answered(event->length);
  } else if (event->name == "error") {
    refused(event->code, event->message);
  }
}

void SocketIoStudent::send_question(std::string_view content) {
  std::string packet = R"(42["message",{"type":"message","content":")";
  packet.append(content).append(R"(","selected_coin":"copper","id":")").append(random_uuid()).append("\"}]");
  send_packet(packet);
}

}  // namespace bench
