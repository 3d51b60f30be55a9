#include "session_client.h"

#include <algorithm>
#include <utility>

#include "require.h"

namespace fuzz {
namespace {

std::string prefix_of(std::string_view nsp) {
  return nsp == "/" ? "" : std::string(nsp) + ",";
}

}  // namespace

Client::Client(boost::asio::io_context& loop, socketio::Server& io, const Ledger& ledger)
    : loop_(loop), io_(io), ledger_(ledger) {}

void Client::join(std::string_view nsp, Return back, std::string_view auth_key) {
  if (!session_) return;
  boost::json::object auth;
  Asked asked{.back = back, .sid = last_sid_[std::string(nsp)], .received = 0};
  const auto place = places_.find(asked.sid);
  if (place == places_.end()) asked = {};
  switch (asked.back) {
    case Return::kNot:
      break;
    case Return::kRight:
      if (!place->second.offset.empty()) {
        auth["offset"] = place->second.offset;
        asked.received = place->second.received;
      }
      [[fallthrough]];
    case Return::kFromTheStart:
      auth["pid"] = place->second.private_id;
      break;
    case Return::kWrongOffset:
      auth["pid"] = place->second.private_id;
      auth["offset"] = "999999";
      break;
    case Return::kWrongId:
      auth["pid"] = asked.sid;
      auth["offset"] = place->second.offset;
      break;
  }
  if (!auth_key.empty()) auth[auth_key] = true;
  session_->members[std::string(nsp)].asked.push_back(std::move(asked));
  send("40" + prefix_of(nsp) + boost::json::serialize(auth));
}

void Client::leave(std::string_view nsp) {
  if (!session_) return;
  Member& member = session_->members[std::string(nsp)];
  places_.erase(std::exchange(member.sid, {}));
  last_sid_.erase(std::string(nsp));
  send("41" + prefix_of(nsp));
}

void Client::emit(std::string_view nsp, std::string_view event, bool with_ack, std::size_t attachments,
                  std::size_t sent_bytes) {
  if (!session_) return;
  boost::json::array args{event};
  for (std::size_t i = 0; i < attachments; ++i) args.push_back({{"_placeholder", true}, {"num", i}});
  std::string packet = attachments > 0 ? "45" + std::to_string(attachments) + "-" : "42";
  packet += prefix_of(nsp);
  if (with_ack) {
    Member& member = session_->members[std::string(nsp)];
    // Of the application's handlers one answers.
    member.acks.emplace(session_->next_ack, event == "e" ? member.sid : "");
    packet += std::to_string(session_->next_ack++);
  }
  session_->is_cut |= sent_bytes < attachments;
  send(packet + boost::json::serialize(args));
  for (std::size_t i = 0; i < std::min(attachments, sent_bytes); ++i) send_bytes("bytes");
}

void Client::answer(std::string_view nsp) {
  if (!session_) return;
  auto& questions = session_->members[std::string(nsp)].questions;
  if (questions.empty()) return;
  const std::string id = std::to_string(questions.front());
  questions.pop_front();
  send("43" + prefix_of(nsp) + id + R"(["answer"])");
}

void Client::receive_packet(socketio::Packet packet) {
  Member& member = session_->members[packet.nsp];
  switch (packet.type) {
    case socketio::PacketType::kConnect:
      joined(packet.nsp, packet.data->as_object());
      break;
    case socketio::PacketType::kDisconnect:
      places_.erase(std::exchange(member.sid, {}));
      break;
    case socketio::PacketType::kAck:
      require(member.acks.erase(packet.ack_id.value()) == 1 || session_->is_rude);
      break;
    default: {
      const auto& event = packet.data->as_array();
      if (packet.ack_id) {
        if (!member.sid.empty()) member.questions.push_back(*packet.ack_id);
      } else if (!member.sid.empty()) {
        received_event(member, event);
      } else if (!member.asked.empty() && member.asked.front().back != Return::kNot) {
        member.early.push_back(event);
      }
    }
  }
}

void Client::joined(std::string_view nsp, const boost::json::object& answer) {
  Member& member = session_->members[std::string(nsp)];
  Asked asked;
  if (!member.asked.empty()) {
    asked = std::move(member.asked.front());
    member.asked.pop_front();
  } else {
    require(session_->is_rude);
  }
  member.sid = answer.at("sid").as_string();
  member.questions.clear();
  require(ledger_.contains(member.sid));
  const bool known = places_.contains(member.sid);
  Place& place = places_[member.sid];
  if (known && !session_->is_rude) {
    require(member.sid == asked.sid);
    require(asked.back == Return::kRight || asked.back == Return::kFromTheStart);
  }
  if (known) {
    place.received = asked.received;
    place.resumes = session_->is_rude;
  } else {
    require(member.early.empty() || session_->is_rude);
  }
  if (const auto* private_id = answer.if_contains("pid")) place.private_id = private_id->as_string();
  last_sid_[std::string(nsp)] = member.sid;
  for (const auto& event : std::exchange(member.early, {})) received_event(member, event);
}

void Client::received_event(Member& member, const boost::json::array& event) {
  if (event.at(0) == "tick") received_number(member.sid, event.at(1).to_number<int>());
  // As the JavaScript client does it.
  Place& place = places_[member.sid];
  if (!place.private_id.empty() && event.back().is_string()) place.offset = event.back().as_string();
}

void Client::received_number(const std::string& sid, int number) {
  Place& place = places_[sid];
  const std::vector<int>& sent = ledger_.find(sid)->second.numbers;
  if (std::exchange(place.resumes, false)) {
    place.received = static_cast<std::size_t>(std::ranges::find(sent, number) - sent.begin());
  }
  require(place.received < sent.size() && sent[place.received] == number);
  ++place.received;
}

void Client::settle() {
  stall(false);
  for (int i = 0; i < 20 && session_; ++i) {
    receive();
    poll(false);
  }
  receive();
  if (!session_) return;
  for (const auto& [nsp, member] : session_->members) {
    if (member.sid.empty()) continue;
    const auto socket = ledger_.find(member.sid)->second.socket.lock();
    if (!socket || !socket->connected()) continue;
    const Place& place = places_[member.sid];
    require(place.resumes || place.received == ledger_.find(member.sid)->second.numbers.size());
    if (session_->is_cut || session_->is_rude) continue;
    require(std::ranges::none_of(member.acks, [&](const auto& ack) { return ack.second == member.sid; }));
  }
}

}  // namespace fuzz
