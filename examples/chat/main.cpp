// A chat with rooms: the smallest whole Socket.IO server. A client emits "join" with a room's name, then
// "say" with a text; everyone in the room hears "said" with who and what.
#include <cstdio>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include <net/http_server.h>
#include <net/router.h>
#include <socketio/server.h>

namespace {

using SocketPtr = std::shared_ptr<socketio::Socket>;

std::string first_text(const socketio::Event& event) {
  const auto* text = event.args.empty() ? nullptr : event.args[0].if_string();
  return text != nullptr ? std::string(*text) : std::string();
}

void welcome(const SocketPtr& socket) {
  // The handlers live as long as the socket is joined: a plain pointer to it is safe in them.
  socket->on("join", [raw = socket.get()](socketio::Event event) {
    raw->data = first_text(event);
    raw->join(first_text(event));
    event.ack(boost::json::array{true});
  });
  socket->on("say", [raw = socket.get()](const socketio::Event& event) {
    const auto* room = std::any_cast<std::string>(&raw->data);
    if (room != nullptr) raw->nsp().to(*room).emit("said", raw->id(), first_text(event));
  });
}

}  // namespace

int main() {
  boost::asio::io_context loop;
  socketio::Server io(loop.get_executor(), {});
  io.of("/").on_connection(welcome);
  net::Router router;
  router.handle_prefix(io.path(), io.handler());
  net::HttpServer http(loop.get_executor(), {}, router, nullptr);
  const auto port = http.listen("127.0.0.1", 3000);
  if (!port) return std::fprintf(stderr, "%s\n", port.error().message.c_str()), 1;
  std::printf("chat on http://127.0.0.1:%d\n", *port);
  loop.run();
}
