// A server whose every byte a test decides, on the test's own loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <runtime/task.h>
#include <runtime/task_group.h>

#include "certificate.h"

namespace openai {

// One accepted connection. Errors of the network end the script that meets them.
class Peer {
 public:
  Peer(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);

  runtime::Task<> handshake();
  // The next request, head and body; nullopt: the client has closed the connection.
  runtime::Task<std::optional<std::string>> read_request();
  runtime::Task<> send(std::string bytes);
  // Returns when the client has closed or reset the connection.
  runtime::Task<> wait_for_close();
  void close();
  // Closes with RST instead of FIN.
  void reset();

 private:
  runtime::Task<std::size_t> read_some();

  boost::asio::ip::tcp::socket& socket();

  std::optional<boost::asio::ip::tcp::socket> plain_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> tls_;
  std::string input_;
};

using PeerPtr = std::shared_ptr<Peer>;
// What happens on one connection; it is closed when the script ends.
using Script = std::function<runtime::Task<>(PeerPtr)>;

class ScriptedServer {
 public:
  explicit ScriptedServer(runtime::Executor executor);
  ScriptedServer(runtime::Executor executor, const TestCertificate& certificate);

  // Accepts on a port of the system's choice from now on.
  void start(Script script);
  // Cancels the scripts and returns when they have ended.
  runtime::Task<> stop();

  [[nodiscard]] std::string base_url() const;
  [[nodiscard]] std::size_t connections() const { return connections_; }

 private:
  runtime::Task<> accept(Script script);
  runtime::Task<> serve(PeerPtr peer, Script script);

  runtime::Executor executor_;
  std::optional<boost::asio::ssl::context> tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
  runtime::TaskGroup tasks_;
  std::size_t connections_ = 0;
};

// A response's bytes.
[[nodiscard]] std::string response(int status, std::string_view body, std::string_view more_headers = {});
// The head of a streamed response; `chunk`s follow, then `kLastChunk`.
inline constexpr std::string_view kStreamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
[[nodiscard]] std::string chunk(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

// Events of a chat completion, each with its blank line.
[[nodiscard]] std::string delta_event(std::string_view escaped_text);
[[nodiscard]] std::string finish_event(std::string_view reason = "stop");
inline constexpr std::string_view kDoneEvent = "data: [DONE]\n\n";

// Answers every request on the connection with the same bytes.
[[nodiscard]] Script answer_always(std::string bytes);
// Reads one request, sends the bytes, and closes.
[[nodiscard]] Script answer_and_close(std::string bytes);
// Reads one request, sends the bytes, and keeps the connection until the client closes it; then sets
// `closed`.
[[nodiscard]] Script answer_and_hold(std::string bytes, bool* closed = nullptr);

}  // namespace openai
