// How the fuzzer's client speaks Engine.IO: polls, a WebSocket, and the way from one to the other.
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <engineio/payload.h>

#include "require.h"
#include "session_client.h"

namespace fuzz {

std::unique_ptr<engineio::FakeExchange> Client::request(std::string_view method, const std::string& query,
                                                        std::string body) {
  auto exchange = std::make_unique<engineio::FakeExchange>(loop_, std::string(method),
                                                           io_.path() + "?EIO=4&transport=" + query);
  exchange->edit().is_upgrade = query.starts_with("websocket");
  exchange->body = std::move(body);
  return exchange;
}

void Client::start(engineio::FakeExchange& exchange) {
  boost::asio::co_spawn(loop_, io_.handler()(exchange), boost::asio::detached);
  turn();
}

void Client::turn() {
  loop_.restart();
  loop_.poll();
}

void Client::open_polling() {
  if (session_) return;
  auto exchange = request("GET", "polling");
  start(*exchange);
  require(exchange->answer.has_value());
  if (exchange->answer->status == 200) {
    session_ = std::make_unique<Session>();
    receive_body(exchange->answer->body);
  }
}

void Client::open_websocket() {
  if (session_) return;
  auto exchange = request("GET", "websocket");
  start(*exchange);
  session_ = std::make_unique<Session>();
  session_->wire = std::move(exchange);
  if (!session_->wire->upgraded) give_up();
}

void Client::poll(bool loses_answer) {
  if (session_ && session_->waiting && session_->waiting->answer) receive();
  if (!session_ || session_->wire || session_->sid.empty()) return;
  auto exchange = request("GET", "polling&sid=" + session_->sid);
  exchange->loses_answer = loses_answer;
  start(*exchange);
  if (!session_->waiting) {
    session_->waiting = std::move(exchange);
    return;
  }
  // One too many: both end, and the session with them.
  require(exchange->answer && exchange->answer->status == 400);
  session_->ended.push_back(std::move(exchange));
}

void Client::leave_poll() {
  if (!session_ || !session_->waiting) return;
  if (session_->waiting->answer) return give_up();  // the answer is lost, and the session of no further use
  session_->waiting->leave();
  session_->ended.push_back(std::move(session_->waiting));
  turn();
}

void Client::begin_post() {
  if (!session_ || session_->wire || session_->posting || session_->sid.empty()) return;
  session_->posting = request("POST", "polling&sid=" + session_->sid, R"(42["e"])");
  session_->posting->body_is_late = true;
  start(*session_->posting);
}

void Client::end_post(bool arrives) {
  if (!session_ || !session_->posting) return;
  const auto exchange = std::move(session_->posting);
  if (!arrives) exchange->dropped.emplace();
  exchange->finish_body();
  turn();
  const bool taken = exchange->answer && exchange->answer->status == 200;
  if (!taken) give_up();
}

void Client::begin_upgrade() {
  if (!session_ || session_->wire || session_->upgrade || session_->sid.empty()) return;
  session_->upgrade = request("GET", "websocket&sid=" + session_->sid);
  start(*session_->upgrade);
}

void Client::probe(std::string_view packet) {
  if (!session_ || !session_->upgrade) return;
  session_->upgrade->wire->send(std::string(packet));
  turn();
  if (packet != "5") return;
  // What the last poll brought comes before anything on the WebSocket.
  receive();
  if (session_) session_->wire = std::move(session_->upgrade);
}

void Client::lose_upgrade() {
  if (!session_ || !session_->upgrade) return;
  session_->upgrade->wire->lose();
  session_->ended.push_back(std::move(session_->upgrade));
  turn();
}

void Client::stall(bool stalled) {
  if (!session_) return;
  for (auto* exchange : {session_->wire.get(), session_->upgrade.get()}) {
    if (exchange == nullptr) continue;
    exchange->wire->stalled = stalled;
    if (!stalled) exchange->wire->finish_write();
  }
  turn();
}

void Client::lose() {
  if (session_) lost_.push_back(std::move(session_));
}

void Client::lose_for_good() {
  for (const auto& session : lost_) end(*session);
  turn();
}

void Client::end(Session& session) {
  for (auto* exchange : {session.wire.get(), session.upgrade.get()}) {
    if (exchange != nullptr) exchange->wire->lose();
  }
  if (session.waiting) session.waiting->leave();
  if (session.posting) {
    session.posting->dropped.emplace();
    session.posting->finish_body();
  }
}

void Client::give_up() {
  lose();
  lose_for_good();
}

void Client::send(const std::string& packet) {
  if (!session_) return;
  if (!session_->wire) return post(packet);
  session_->wire->wire->send(packet);
  turn();
}

void Client::send_bytes(std::string bytes) {
  if (!session_) return;
  if (!session_->wire) {
    auto frame = engineio::Frame::binary(std::move(bytes));
    return post(engineio::encode_payload({&frame, 1}));
  }
  session_->wire->wire->send(std::move(bytes), true);
  turn();
}

void Client::send_raw(std::string bytes, bool binary) {
  if (!session_) return;
  session_->is_rude = true;
  binary ? send_bytes(std::move(bytes)) : send(bytes);
}

void Client::post(std::string body) {
  if (session_->sid.empty()) return;
  auto exchange = request("POST", "polling&sid=" + session_->sid, std::move(body));
  start(*exchange);
  require(exchange->answer.has_value());
  const bool refused = exchange->answer->status != 200;
  session_->ended.push_back(std::move(exchange));
  if (refused) give_up();
}

void Client::receive() {
  if (!session_) return;
  if (session_->waiting && (session_->waiting->answer || session_->waiting->dropped)) {
    const auto exchange = std::move(session_->waiting);
    const bool arrived = exchange->answer && exchange->answer->status == 200 && !exchange->loses_answer;
    if (!arrived) return give_up();
    receive_body(exchange->answer->body);
  }
  if (!session_ || !session_->wire) return;
  const auto wire = session_->wire->wire;
  for (const std::string& payload : wire->take()) {
    if (session_) receive_message(payload);
  }
  if (session_ && (wire->close_frame_seen || wire->aborted)) give_up();
}

void Client::receive_body(std::string_view body) {
  engineio::PayloadReader reader(body);
  engineio::Packet packet;
  auto step = reader.next(packet);
  for (; step == engineio::PayloadReader::Step::kPacket && session_; step = reader.next(packet)) {
    std::string message = packet.binary ? "" : std::string(1, static_cast<char>(packet.type));
    receive_message(message.append(packet.payload));
  }
  require(step != engineio::PayloadReader::Step::kMalformed);
}

void Client::receive_message(std::string_view payload) {
  using Step = socketio::Decoder::Step;
  require(!payload.empty());
  const std::string_view rest = payload.substr(1);
  switch (payload[0]) {
    case '0':
      session_->sid = boost::json::parse(rest).at("sid").as_string();
      return;
    case '1':
      // Engine.IO's own server answers the poll that waits for the end of an upgrade so, too.
      if (!session_->wire && !session_->upgrade) give_up();
      return;
    case '2':
      if (!silent_) send("3");
      return;
    case '4': {
      if (rest.starts_with('4')) {
        const bool elsewhere = rest.starts_with("4/n,");
        auto& asked = session_->members[elsewhere ? "/n" : "/"].asked;
        if (!asked.empty()) asked.pop_front();
        return;
      }
      const Step step = session_->decoder.text(rest);
      require(step != Step::kError);
      if (step == Step::kPacket) receive_packet(session_->decoder.take());
      return;
    }
    case 'B': {  // the application's bytes all begin so
      const Step step = session_->decoder.binary(payload);
      require(step != Step::kError);
      if (step == Step::kPacket) receive_packet(session_->decoder.take());
      return;
    }
    default:
      require(payload == "6" || payload == "3probe");
  }
}

}  // namespace fuzz
