#include "behaviours.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace conformance {
namespace {

using SocketPtr = std::shared_ptr<socketio::Socket>;
using WeakSocket = std::weak_ptr<socketio::Socket>;

class Echo final : public engineio::SessionListener {
 public:
  explicit Echo(std::shared_ptr<engineio::Session> session) : session_(std::move(session)) {}

  void on_message(std::string_view payload, bool binary) override {
    session_->send(binary ? engineio::Frame::binary(std::string(payload))
                          : engineio::Frame::text("4" + std::string(payload)));
  }
  void on_close(engineio::CloseReason) override {}

 private:
  std::shared_ptr<engineio::Session> session_;
};

socketio::Arguments arguments_of(socketio::Event event) {
  return {std::move(event.args), std::move(event.attachments)};
}

std::string text_of(const socketio::Event& event) {
  return event.args.empty() || !event.args[0].is_string() ? "" : std::string(event.args[0].get_string());
}

void send_auth(const SocketPtr& socket) {
  socket->emit("auth", socket->auth());
}

void answer_messages(const SocketPtr& socket) {
  socket->on("message", [weak = WeakSocket(socket)](socketio::Event event) {
    if (const auto sender = weak.lock()) sender->emit("message-back", arguments_of(std::move(event)));
  });
  socket->on("message-with-ack", [](socketio::Event event) {
    socketio::Arguments args{event.args, event.attachments};
    event.ack(std::move(args));
  });
}

// "/dynamic-17": as socket.io's documentation has it, /^\/dynamic-\d+$/.
bool is_dynamic(std::string_view name) {
  constexpr std::string_view kPrefix = "/dynamic-";
  return name.starts_with(kPrefix) && name.size() > kPrefix.size() &&
         std::ranges::all_of(name.substr(kPrefix.size()), [](char c) { return c >= '0' && c <= '9'; });
}

void check_token(const SocketPtr& socket, const socketio::Namespace::Next& next) {
  const auto* token = socket->auth().if_contains("token");
  if (token != nullptr && *token == "letmein") return next(std::nullopt);
  next(socketio::ConnectError{"not authorized", boost::json::object{{"hint", "token"}}});
}

// Asks the client a question, and tells it what it answered.
void ask(const WeakSocket& weak, std::chrono::milliseconds patience) {
  const auto socket = weak.lock();
  socket->emit_with_ack("question", socketio::Arguments::of("q1", socketio::Binary{"\x01\x02"}), patience,
                        [weak](base::Result<socketio::Arguments> reply) {
                          const auto asked = weak.lock();
                          if (!asked) return;
                          if (!reply) return asked->emit("not-answered", reply.error().code.name());
                          asked->emit("answered", std::move(*reply));
                        });
}

// Asks everyone in the room at once, and tells the asker who answered what, and who did not.
void ask_room(const WeakSocket& weak, const std::string& room, std::chrono::milliseconds patience) {
  const auto socket = weak.lock();
  socket->nsp().to(room).emit_with_ack("question", socketio::Arguments::of(room), patience,
                                       [weak](socketio::BroadcastReplies replies) {
                                         const auto asked = weak.lock();
                                         if (!asked) return;
                                         boost::json::object answers;
                                         for (auto& [id, answer] : replies.responses)
                                           answers[id] = std::move(answer.values);
                                         asked->emit("room-answered", std::move(answers), replies.missing);
                                       });
}

struct Volume {
  std::int64_t sent = 0;
  std::int64_t count = 0;
  std::string text;
};

Volume volume_of(const socketio::Event& event) {
  const boost::json::object& asked = event.args.at(0).as_object();
  const auto bytes = boost::json::value_to<std::size_t>(asked.at("bytes"));
  return {0, asked.at("count").as_int64(), std::string(bytes, 'x')};
}

// Sends while the client takes it, and goes on when it takes more.
void pour(const WeakSocket& weak, Volume& volume) {
  const auto socket = weak.lock();
  while (volume.sent < volume.count && socket->writable()) socket->emit("volume", volume.sent++, volume.text);
}

void send_volumes(const SocketPtr& socket) {
  const WeakSocket weak = socket;
  socket->on("pour", [weak](const socketio::Event& event) {
    const auto volume = std::make_shared<Volume>(volume_of(event));
    const auto one = weak.lock();
    one->on_drain([weak, volume] { pour(weak, *volume); });
    pour(weak, *volume);
  });
  // Heeds nothing, as a producer that was written without a slow reader in mind.
  socket->on("flood", [weak](const socketio::Event& event) {
    const Volume volume = volume_of(event);
    const auto one = weak.lock();
    for (std::int64_t i = 0; i < volume.count; ++i) one->emit("volume", i, volume.text);
  });
}

void work_on_request(const SocketPtr& socket) {
  const WeakSocket weak = socket;
  socket->on("disconnect-me", [weak](const socketio::Event& event) {
    if (const auto one = weak.lock()) one->disconnect(text_of(event) == "transport");
  });
  socket->on("ask-me", [weak](const socketio::Event& event) {
    ask(weak, std::chrono::milliseconds(event.args.at(0).as_int64()));
  });
  socket->on("join", [weak](socketio::Event event) {
    if (const auto one = weak.lock()) one->join(text_of(event));
    event.ack(boost::json::array{});
  });
  socket->on("tell-room", [weak](const socketio::Event& event) {
    if (const auto one = weak.lock()) one->to(text_of(event)).emit("told", text_of(event));
  });
  socket->on("tell-all-but", [weak](const socketio::Event& event) {
    if (const auto one = weak.lock())
      one->nsp().except(text_of(event)).emit("told", "all but", text_of(event));
  });
  socket->on("ask-room", [weak](const socketio::Event& event) {
    ask_room(weak, text_of(event), std::chrono::milliseconds(event.args.at(1).as_int64()));
  });
  socket->on("leave", [weak](socketio::Event event) {
    if (const auto one = weak.lock()) one->leave(text_of(event));
    event.ack(boost::json::array{});
  });
  socket->on("tell-everyone", [weak](const socketio::Event&) {
    if (const auto one = weak.lock()) one->nsp().everyone().emit_encoded("told", R"("everyone",{"n":1})");
  });
  socket->on("surrogate", [](socketio::Event event) {
    const bool had_one = event.had_lone_surrogate;
    event.ack(boost::json::array{had_one});
  });
}

}  // namespace

std::shared_ptr<engineio::SessionListener> echo(const std::shared_ptr<engineio::Session>& session) {
  return std::make_shared<Echo>(session);
}

void add_namespaces(socketio::Server& io) {
  for (const char* name : {"/", "/custom"}) io.of(name).on_connection(send_auth);
  io.of("/").on_connection(answer_messages);
  io.of("/guarded").use(check_token);
  auto& dynamic = io.of([](std::string_view name, const boost::json::object&) { return is_dynamic(name); });
  dynamic.on_connection(send_auth);
  dynamic.on_connection(answer_messages);
  io.of("/lab").on_connection(work_on_request);
  io.of("/lab").on_connection(answer_messages);
  io.of("/lab").on_connection(send_volumes);
}

}  // namespace conformance
