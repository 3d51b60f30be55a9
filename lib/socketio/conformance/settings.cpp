#include "settings.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace conformance {
namespace {

struct Flag {
  std::string_view name;
  std::string_view meaning;
  // Takes the value; empty for a flag without one. False for a value that is none.
  std::function<bool(std::string_view)> set;
  bool has_value = true;
};

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

Flag number_flag(std::string_view name, std::string_view meaning, auto& number) {
  return {name, meaning, [&number](std::string_view text) { return read_number(text, number); }};
}

Flag time_flag(std::string_view name, std::string_view meaning, std::chrono::milliseconds& time) {
  return {name, meaning, [&time](std::string_view text) {
            std::uint32_t count = 0;
            if (!read_number(text, count)) return false;
            time = std::chrono::milliseconds(count);
            return true;
          }};
}

std::vector<Flag> flags_of(Settings& settings) {
  const auto recover = [&settings](std::string_view) { return settings.recovery = true; };
  return {
      number_flag("--port", "to listen on; 0 takes a free one", settings.port),
      time_flag("--ping-interval", "milliseconds from a pong to the next ping", settings.ping_interval),
      time_flag("--ping-timeout", "milliseconds a client has for its pong", settings.ping_timeout),
      time_flag("--connect-timeout", "milliseconds to join a first namespace", settings.connect_timeout),
      time_flag("--upgrade-timeout", "milliseconds from a WebSocket's opening to the end of its upgrade",
                settings.upgrade_timeout),
      time_flag("--close-wait", "milliseconds a closed session waits for its last poll", settings.close_wait),
      number_flag("--max-queued-bytes", "of what a client has not read", settings.max_queued_bytes),
      Flag{"--recovery", "connection state recovery for clients that ask for it", recover, false},
  };
}

std::string help(const std::vector<Flag>& flags) {
  std::string text = "usage: socketio-conformance [FLAG…]\n";
  for (const Flag& flag : flags) {
    std::string left = "  " + std::string(flag.name) + (flag.has_value ? " N" : "");
    left.resize(24, ' ');
    text += left + std::string(flag.meaning) + "\n";
  }
  return text;
}

runtime::Task<base::Result<engineio::Admission>> admit(const net::Request& request) {
  if (!net::query_value(request.query, "forbidden").empty()) co_return base::fail("forbidden", "Forbidden");
  co_return engineio::Admission{};
}

}  // namespace

std::expected<Settings, Usage> parse_settings(int argc, const char* const* argv) {
  Settings settings;
  const std::vector<Flag> flags = flags_of(settings);
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--help") return std::unexpected(Usage{help(flags), 0});
    const auto known = std::ranges::find(flags, name, &Flag::name);
    const bool complete = known != flags.end() && (!known->has_value || ++i < argc);
    if (!complete || !known->set(known->has_value ? argv[i] : "")) {
      return std::unexpected(Usage{std::string(name) + ": not understood\n" + help(flags), 2});
    }
  }
  return settings;
}

engineio::Options engine_options(const Settings& settings, std::string path) {
  engineio::Options options;
  options.path = std::move(path);
  options.ping_interval = settings.ping_interval;
  options.ping_timeout = settings.ping_timeout;
  options.upgrade_timeout = settings.upgrade_timeout;
  options.close_wait = settings.close_wait;
  options.max_queued_bytes = settings.max_queued_bytes;
  options.origins.allowed = {"*"};
  options.allow_request = admit;
  return options;
}

socketio::Options socketio_options(const Settings& settings) {
  socketio::Options options;
  options.engine = engine_options(settings, "/socket.io/");
  options.connect_timeout = settings.connect_timeout;
  if (settings.recovery) options.recovery.offer = socketio::RecoveryOptions::Offer::kWhoAsks;
  return options;
}

}  // namespace conformance
