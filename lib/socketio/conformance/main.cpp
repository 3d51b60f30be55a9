// A server with fixed behaviour for protocol test suites: echo on Engine.IO at /engine.io/, a few events on
// Socket.IO at /socket.io/, short heartbeats, open to every origin.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>

#include <engineio/server.h>
#include <net/http_server.h>
#include <net/router.h>
#include <runtime/log.h>
#include <socketio/server.h>

namespace {

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

engineio::Options engine_options(std::string path) {
  engineio::Options options;
  options.path = std::move(path);
  options.ping_interval = std::chrono::milliseconds(300);
  options.ping_timeout = std::chrono::milliseconds(200);
  options.origins.allowed = {"*"};
  return options;
}

void welcome(const std::shared_ptr<socketio::Socket>& socket) {
  socket->emit("auth", socket->auth());
}

void answer_messages(const std::shared_ptr<socketio::Socket>& socket) {
  std::weak_ptr<socketio::Socket> weak = socket;
  socket->on("message", [weak](socketio::Event event) {
    const auto sender = weak.lock();
    if (sender)
      sender->emit("message-back", socketio::Arguments{std::move(event.args), std::move(event.attachments)});
  });
  socket->on("message-with-ack", [](socketio::Event event) {
    event.ack(socketio::Arguments{std::move(event.args), std::move(event.attachments)});
  });
}

void refuse_without_token(const std::shared_ptr<socketio::Socket>& socket,
                          const socketio::Namespace::Next& next) {
  const auto* token = socket->auth().if_contains("token");
  if (token != nullptr && *token == "letmein") return next(std::nullopt);
  next(socketio::ConnectError{"not authorized", boost::json::object{{"hint", "token"}}});
}

std::uint16_t port_of(int argc, char** argv) {
  std::uint16_t port = 3000;
  if (argc == 3 && std::string_view(argv[1]) == "--port") {
    const std::string_view text = argv[2];
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return port;
  }
  if (argc == 1) return port;
  std::fputs("usage: socketio-conformance [--port N]\n", stderr);
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint16_t wanted_port = port_of(argc, argv);
  runtime::set_log_sink([](runtime::LogLevel, std::string_view message) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
  });
  boost::asio::io_context loop(1);

  engineio::Server echo(loop.get_executor(), engine_options("/engine.io/"),
                        [](const auto& session) { return std::make_shared<Echo>(session); });

  socketio::Options options;
  options.engine = engine_options("/socket.io/");
  options.connect_timeout = std::chrono::milliseconds(1000);
  socketio::Server io(loop.get_executor(), options);
  io.of("/").on_connection(welcome);
  io.of("/").on_connection(answer_messages);
  io.of("/custom").on_connection(welcome);
  io.of("/guarded").use(refuse_without_token);

  net::Router router;
  router.handle_prefix(echo.options().path, echo.handler());
  router.handle_prefix(io.path(), io.handler());
  net::HttpServer http(loop.get_executor(), {}, router, nullptr);
  const auto port = http.listen("127.0.0.1", wanted_port);
  if (!port) {
    std::fprintf(stderr, "%s\n", port.error().message.c_str());
    return 1;
  }
  std::printf("listening on %u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);
  loop.run();
}
