// Everything that an operator can set, and where it comes from: flag over environment over file over default.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>

#include <tutor/tiers.h>

namespace server {

// Network loops that a server may have.
inline constexpr std::uint64_t kMostLoops = 32;

// A setting that cannot be taken; the message names it, where it stands (file and line, or variable) and what
// is allowed.
inline constexpr base::ErrorCode kBadSetting = "bad_setting";

struct Settings {
  // [server]
  std::string host = "127.0.0.1";
  std::uint64_t port = 5000;
  std::vector<std::string> allowed_origins;
  bool trust_proxy = false;
  std::uint64_t loops = 1;
  std::chrono::milliseconds shutdown_grace{20'000};

  // [database]
  std::string database = "sqlite:instance/ailab.sqlite";
  std::string journal = "instance/ailab.texts";  // beside PostgreSQL; SQLite has it beside its file

  // [provider]
  std::string provider;  // "openai", "demo", or empty: openai when a key or base URL is set
  std::string base_url;  // empty: OpenAI's own, https://api.openai.com/v1
  std::string api_key;   // from the environment only
  std::string ca_file;
  std::string output_limit_field = "max_completion_tokens";
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds first_byte_timeout{60'000};
  std::chrono::milliseconds silence_timeout{30'000};
  std::uint64_t retries = 3;
  std::chrono::milliseconds demo_pace{25};

  // [accounts]
  std::chrono::milliseconds session_lifetime{std::chrono::hours(24 * 30)};
  std::uint64_t password_memory_mib = 64;

  // [conversations]
  std::uint64_t keep_deleted_days = 30;

  // [coins]
  std::string more_coins;  // shown to who has none left; empty: nothing

  // [limits]
  std::uint64_t message_length = 8'000;
  std::uint64_t running_per_account = 3;
  std::uint64_t running_total = 2'000;
  std::uint64_t messages_per_minute = 60;
  std::uint64_t context_tokens = 8'000;
  std::uint64_t login_attempts_per_account = 10;
  std::uint64_t login_attempts_per_address = 100;
  std::uint64_t registrations_per_address = 100;
  std::uint64_t logins_waiting = 200;
  std::uint64_t connections = 20'000;
  std::uint64_t connections_per_address = 10'000;
  std::uint64_t sessions = 20'000;
  std::uint64_t sessions_per_address = 10'000;
  std::uint64_t packets_per_second = 100;
  std::uint64_t control_frames_per_second = 10;
  std::uint64_t header_bytes = 16'384;
  std::uint64_t payload_bytes = 1'000'000;
  std::uint64_t queued_bytes = 4'000'000;
  std::chrono::milliseconds first_request_timeout{20'000};
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};

  // [tiers.gold], [tiers.silver], [tiers.copper]
  tutor::TierProfiles tiers = tutor::default_tier_profiles();

  // The tiers, where the provider's timeouts stand for those that a tier does not set itself.
  [[nodiscard]] tutor::TierProfiles effective_tiers() const;

  // "openai" or "demo": what `provider` comes to.
  [[nodiscard]] std::string_view effective_provider() const;
  // Whether other servers may work on the database, too.
  [[nodiscard]] bool has_shared_database() const { return !database.starts_with("sqlite:"); }
  // Where the journal of texts is; nullopt for a database in memory, which nothing survives.
  [[nodiscard]] std::optional<std::string> journal_path() const;
};

// What was given on the command line; nullopt: not given.
struct Flags {
  std::optional<std::string> config;
  std::optional<std::string> host;
  std::optional<std::string> port;
  std::optional<std::string> loops;
  std::optional<std::string> database;
  std::optional<std::string> provider;
};

// nullptr: the variable is not set.
using Environment = std::function<const char*(const char* name)>;

// Reads all sources; without --config, `ailab.toml` in the working directory if it is there. Error:
// kBadSetting.
[[nodiscard]] base::Result<Settings> load_settings(const Flags& flags, const Environment& environment);

// The settings in `toml`, on top of `settings`; `file` is named in messages. Error: kBadSetting.
[[nodiscard]] base::Result<> apply_toml(Settings& settings, std::string_view toml, std::string_view file);

// What must be right before the server starts, and concerns more than one setting. Error: kBadSetting.
[[nodiscard]] base::Result<> check_provider(const Settings& settings);

// Every setting with its default and a comment, as a settings file: what ailab.example.toml is.
[[nodiscard]] std::string example_toml();

}  // namespace server
