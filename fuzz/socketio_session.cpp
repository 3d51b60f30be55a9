// A whole session fed with random frames, by a server whose handlers do what handlers do.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fuzzer/FuzzedDataProvider.h>

#include <runtime/run_task.h>
#include <socketio/server.h>

#include "fake_wire.h"

namespace {

using SocketPtr = std::shared_ptr<socketio::Socket>;

void serve(const SocketPtr& socket) {
  socket->join("all");
  socket->emit("welcome", socket->auth());
  socketio::Socket* const raw = socket.get();
  socket->on("a", [raw](socketio::Event event) {
    socketio::Arguments args{event.args, event.attachments};
    raw->to("all").emit("b", args);
    raw->emit("a", std::move(args));
    event.ack(event.args);
  });
  socket->on("d", [raw](const socketio::Event& event) { raw->disconnect(!event.args.empty()); });
  socket->on("q", [raw](const socketio::Event&) {
    raw->emit_with_ack("q", {}, std::chrono::hours(1), [raw](base::Result<socketio::Arguments> reply) {
      if (reply) raw->emit("r", std::move(*reply));
    });
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  boost::asio::io_context loop(1);
  socketio::Server io(loop.get_executor(), {});
  io.of("/").on_connection(serve);
  io.of("/n").on_connection(serve);
  engineio::FakeExchange exchange(loop, "GET", "/socket.io/?EIO=4&transport=websocket");
  exchange.edit().is_upgrade = true;
  boost::asio::co_spawn(loop, io.handler()(exchange), boost::asio::detached);
  loop.poll();
  exchange.wire->send("40");
  while (input.remaining_bytes() > 0) {
    const std::uint8_t choice = input.ConsumeIntegral<std::uint8_t>();
    const std::string bytes = input.ConsumeRandomLengthString();
    switch (choice % 8) {
      case 0:
        exchange.wire->send(bytes, true);
        break;
      case 1:
        exchange.wire->stalled = !exchange.wire->stalled;
        exchange.wire->finish_write();
        break;
      case 2:
        exchange.wire->send(bytes);
        break;
      default:
        exchange.wire->send("4" + bytes);
    }
    loop.restart();
    loop.poll();
  }
  exchange.wire->lose();
  runtime::run_task(loop, io.close());
  return 0;
}
