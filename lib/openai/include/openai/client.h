// Streams chat completions from OpenAI's API or a compatible server.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <base/clock.h>
#include <openai/chat_event.h>
#include <openai/chat_request.h>
#include <openai/failure.h>
#include <runtime/task.h>

namespace openai {

struct Options {
  // Where "/chat/completions" is appended; with or without a trailing slash. A query is kept.
  std::string base_url = "https://api.openai.com/v1";
  // Sent as a bearer token; empty: no Authorization header.
  std::string api_key = {};
  std::string user_agent = "ailab";
  // Certificate authorities to trust instead of the system's, as a PEM file.
  std::string ca_file = {};
  // From the start until a connection is ready for the request; the wait for a free one is part of it.
  std::chrono::milliseconds connect_timeout{10'000};
  // From then on until the first byte of the answer's body.
  std::chrono::milliseconds first_byte_timeout{60'000};
  // Between two arrivals of bytes.
  std::chrono::milliseconds silence_timeout{30'000};
  // 0: no limit. One connection carries one HTTP/1.1 answer, or up to 100 HTTP/2 answers.
  std::size_t max_connections = 0;
  // The largest event accepted, and the largest body of a server that does not stream.
  std::size_t max_event_bytes = std::size_t{4} << 20;
};

// What one question is granted in place of what `Options` say; nullopt: as there.
struct Timeouts {
  std::optional<std::chrono::milliseconds> first_byte = {};
  std::optional<std::chrono::milliseconds> silence = {};
  // When the answer must be complete at the latest, however steadily it comes; nullopt: no limit.
  std::optional<base::SteadyTime> complete_by = {};
};

struct Finish {
  // As the server says it: "stop", "length", "content_filter", …
  std::string reason = {};
  std::optional<Usage> usage = {};
  // False: an empty answer.
  bool text_delivered = false;
};

// Called for pieces of the answer, in order, never empty and always well-formed UTF-8 that cuts no character.
// What arrived together comes as one piece. It may cancel the task that awaits the answer; what it throws is
// rethrown there.
using DeltaHandler = std::move_only_function<void(std::string_view delta)>;

// Called when a piece is about to be handed over, before those of other answers are: time to bring what the
// handler needs into the processor's cache.
using PrefetchHandler = std::move_only_function<void() const>;

// Owned by the program's wiring; lives on one executor (one thread, or a strand), where everything here is
// called and the handlers run, and dies before that executor's loop. The awaits of `stream` should have ended
// by then (TaskGroup::join); those that have not are cancelled.
//
// Connections are kept and used again; over TLS, answers share HTTP/2 connections where the server offers it.
// Certificates are always checked. Proxies are taken from http_proxy, https_proxy, all_proxy and no_proxy.
class Client {
 public:
  // Throws std::invalid_argument for a base URL that is not http or https, a key with control characters, or
  // a ca_file that cannot be read.
  Client(runtime::Executor executor, Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The request is read inside this call; it is sent when the task is awaited.
  // Asks once and reads the answer to its end; never tries again by itself. An answer counts as finished as
  // soon as its finish_reason has come, whatever happens to the connection after it.
  // Failures: every code of failure.h. When the awaiting task is cancelled the connection (or the HTTP/2
  // stream) is closed at once and kCancelled returned.
  [[nodiscard]] runtime::Task<std::expected<Finish, Failure>> stream(const ChatRequest& request,
                                                                     DeltaHandler on_delta,
                                                                     const Timeouts& timeouts = {},
                                                                     PrefetchHandler prefetch = {});

  // Answers being read, those included that only wait for the server to close them.
  [[nodiscard]] std::size_t running() const;

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace openai
