// A chat with rooms: the smallest whole Socket.IO server, and its page. Run it with the folder dist of the
// npm package socket.io-client, and open it in two tabs.
#include <cstdio>

#include <boost/asio/io_context.hpp>

#include <net/router.h>
#include <socketio/server.h>

const char kPage[] = {
#embed "index.html" suffix(, 0)
};

void leave(socketio::Socket& socket) {
  for (const std::string& room : socket.rooms()) {
    socket.leave(room);
    const auto name = std::any_cast<std::string>(socket.data);
    socket.to(room).emit("notice", name + " has left", socket.nsp().to(room).count());
  }
}

void welcome(const socketio::SocketPtr& socket) {
  socket->on("join", [socket](socketio::Event event) {
    const auto name = event.get<std::string>(0), room = event.get<std::string>(1);
    if (!name || !room) return event.ack();
    leave(*socket);
    socket->data = *name;
    socket->join("chat " + *room);  // the ids of sockets are rooms too
    const auto guests = socket->nsp().to("chat " + *room).count();
    socket->to("chat " + *room).emit("notice", *name + " is here", guests);
    event.ack(guests);
  });
  socket->on("say", [socket](socketio::Event event) {
    const auto text = event.get<std::string>(0);
    if (!text || socket->rooms().empty()) return event.ack(false);
    socket->to(socket->rooms().front()).emit("said", std::any_cast<std::string>(socket->data), *text);
    event.ack(true);
  });
  socket->on_disconnecting([socket](socketio::DisconnectReason) { leave(*socket); });
}

runtime::Task<> serve_page(net::Exchange& exchange) {
  (void)co_await exchange.respond({.headers = {{"Content-Type", "text/html"}}, .static_body = kPage});
}

int main(int argc, char** argv) {
  boost::asio::io_context loop;
  socketio::Options options;
  if (argc > 1) options.client_directory = argv[1];
  socketio::Server io(loop.get_executor(), options);
  io.on_connection(welcome);
  net::Router pages;
  pages.handle("GET", "/", serve_page);
  const auto port = io.listen("127.0.0.1", 3000, pages);
  if (!port) return std::fprintf(stderr, "%s\n", port.error().message.c_str()), 1;
  std::printf("A chat on http://127.0.0.1:%d\n", *port);
  loop.run();
}
