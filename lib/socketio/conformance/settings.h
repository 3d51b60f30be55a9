// The command line of the conformance server.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>

#include <engineio/options.h>
#include <socketio/options.h>

namespace conformance {

struct Settings {
  std::uint16_t port = 3000;  // 0: a free one
  // What the protocols' test suites ask for. Tests that are not about these give more, for machines that are
  // busy.
  std::chrono::milliseconds ping_interval{300};
  std::chrono::milliseconds ping_timeout{200};
  std::chrono::milliseconds connect_timeout{1'000};
  // As the libraries have them.
  std::chrono::milliseconds upgrade_timeout = engineio::Options().upgrade_timeout;
  std::chrono::milliseconds close_wait = engineio::Options().close_wait;
  std::size_t max_queued_bytes = engineio::Options().max_queued_bytes;
  bool recovery = false;
};

// What to print instead of serving, and the exit code: 0 after --help, 2 after wrong usage.
struct Usage {
  std::string text;
  int exit_code = 0;
};

[[nodiscard]] std::expected<Settings, Usage> parse_settings(int argc, const char* const* argv);

// Short heartbeats, open to every origin; a handshake whose query has `forbidden` is refused.
[[nodiscard]] engineio::Options engine_options(const Settings& settings, std::string path);
[[nodiscard]] socketio::Options socketio_options(const Settings& settings);

}  // namespace conformance
