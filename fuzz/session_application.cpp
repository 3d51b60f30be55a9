#include "session_application.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "require.h"

namespace fuzz {
namespace {

using std::chrono::milliseconds;

constexpr const char* kRoom = "all";
constexpr const char* kOther = "/n";

bool is_reachable(const socketio::Socket& socket) {
  return socket.connected() || socket.away();
}

bool is_in_room(const socketio::Socket& socket) {
  const auto rooms = socket.rooms();
  return std::ranges::find(rooms, kRoom) != rooms.end();
}

}  // namespace

Application::Application(socketio::Server& io, bool dynamic) : io_(io), dynamic_(dynamic) {
  const auto connected = [this](const SocketPtr& socket) { serve(socket); };
  const auto middleware = [this](const SocketPtr& socket, socketio::Namespace::Next next) {
    guard(socket, waiting_, std::move(next));
  };
  io.on_connection(connected);
  if (dynamic) {
    auto& parent = io.of([](std::string_view name, const boost::json::object& auth) {
      return name == kOther && !auth.contains("unwanted");
    });
    parent.use(middleware);
    parent.on_connection(connected);
  } else {
    io.of(kOther).use(middleware);
    io.of(kOther).on_connection(connected);
  }
}

void Application::guard(const SocketPtr& socket, std::vector<socketio::Namespace::Next>& waiting,
                        socketio::Namespace::Next next) {
  if (socket->auth().contains("wait")) {
    waiting.push_back(std::move(next));
  } else if (socket->auth().contains("no")) {
    next(socketio::ConnectError{"no", "because"});
  } else {
    next();
  }
}

void Application::serve(const SocketPtr& socket) {
  Sent& sent = ledger_[socket->id()];
  require(socket->connected() && sent.connections == sent.disconnections);
  require(socket->recovered() == (sent.connections > 0));
  ++sent.connections;
  socketio::Socket* const raw = socket.get();
  if (sent.connections == 1) {
    sent.socket = socket;
    socket->on_disconnecting([this, raw](socketio::DisconnectReason) { tick(*raw, false); });
    socket->on_disconnect([this, raw](socketio::DisconnectReason) {
      Sent& mine = ledger_[raw->id()];
      require(++mine.disconnections == mine.connections);
      tick(*raw, false);
    });
    socket->on_drain([this, raw] {
      if (drains_left_-- > 0) tick(*raw, false);
    });
    socket->on("e", [this, raw](socketio::Event event) {
      socketio::Arguments reply{event.args, event.attachments};
      for (std::string& bytes : reply.attachments) bytes.insert(0, "B");
      tick(*raw, !event.attachments.empty());
      event.ack(std::move(reply));
    });
    socket->on("j", [raw](const socketio::Event&) { raw->join(kRoom); });
    socket->on("l", [raw](const socketio::Event&) { raw->leave(kRoom); });
    socket->on("d", [raw](const socketio::Event& event) { raw->disconnect(!event.args.empty()); });
    socket->on("q", [this, raw](const socketio::Event&) { ask(*raw); });
    socket->on("b", [this, raw](const socketio::Event&) { broadcast(raw->nsp(), raw, true); });
    socket->on("t", [](const socketio::Event&) { throw std::runtime_error("a handler that fails"); });
  }
  socket->join(kRoom);
  tick(*socket, false);
}

void Application::tick(socketio::Socket& socket, bool with_bytes) {
  if (!is_reachable(socket)) return;
  const int number = ++last_number_;
  ledger_[socket.id()].numbers.push_back(number);
  if (with_bytes) {
    socket.emit("tick", number, socketio::Binary{"Bytes"});
  } else {
    socket.emit("tick", number);
  }
}

void Application::broadcast(socketio::Namespace& nsp, const socketio::Socket* sender, bool to_room) {
  const int number = ++last_number_;
  for (auto& [id, sent] : ledger_) {
    const auto socket = sent.socket.lock();
    if (!socket || &socket->nsp() != &nsp || socket.get() == sender || !is_reachable(*socket)) continue;
    if (to_room && !is_in_room(*socket)) continue;
    sent.numbers.push_back(number);
  }
  if (sender != nullptr) {
    sender->to(kRoom).emit("tick", number);
  } else if (to_room) {
    nsp.to(kRoom).emit("tick", number, socketio::Binary{"Bytes"});
  } else {
    nsp.emit("tick", number);
  }
}

std::shared_ptr<int> Application::question() {
  return answers_.emplace_back(std::make_shared<int>(0));
}

void Application::ask(socketio::Socket& socket) {
  socket.emit_with_ack("q", socketio::Arguments::of(1), milliseconds(250),
                       [this, id = socket.id(), count = question()](base::Result<socketio::Arguments>) {
                         ++*count;
                         if (const auto asked = ledger_[id].socket.lock()) tick(*asked, false);
                       });
}

void Application::act(char what) {
  const auto found = io_.find(what < 'a' ? kOther : "/");
  if (!found) return;
  socketio::Namespace& nsp = *found;
  switch (what) {
    case 't':
    case 'T':
      for (const auto& socket : nsp.everyone().sockets()) tick(*socket, what == 't');
      break;
    case 'r':
    case 'R':
      broadcast(nsp, nullptr, true);
      break;
    case 'b':
    case 'B':
      broadcast(nsp, nullptr, false);
      break;
    case 'v':
    case 'V':
      nsp.everyone().as_volatile().emit("volatile", "text");
      break;
    case 'q':
    case 'Q':
      nsp.everyone().emit_with_ack("q", socketio::Arguments::of(2), milliseconds(250),
                                   [count = question()](const socketio::BroadcastReplies&) { ++*count; });
      break;
    case 'd':
    case 'D':
      nsp.to(kRoom).disconnect_sockets(what == 'd');
      break;
    default:
      break;
  }
}

void Application::decide(bool admit) {
  for (const auto& next : std::exchange(waiting_, {})) {
    for (int i = 0; i < 2; ++i) {  // the second does nothing
      next(admit ? std::nullopt : std::optional(socketio::ConnectError{"no", nullptr}));
    }
  }
}

bool Application::all_answered() const {
  return std::ranges::all_of(answers_, [](const auto& count) { return *count == 1; });
}

bool Application::anything_left() const {
  if (dynamic_ && io_.find(kOther)) return true;
  return std::ranges::any_of(ledger_, [](const auto& entry) {
    const auto& sent = entry.second;
    return sent.connections != sent.disconnections || !sent.socket.expired();
  });
}

std::size_t Application::sockets() const {
  const auto other = io_.find(kOther);
  return io_.of("/").size() + (other ? other->size() : 0);
}

}  // namespace fuzz
