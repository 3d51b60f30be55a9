#include "setting_list.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include <base/utf.h>

namespace server {
namespace {

base::Result<> refuse(std::string what) {
  return base::fail(kBadSetting, std::move(what));
}

std::string quoted(std::string_view text) {
  // Long texts with line breaks, such as instructions, are shown as they are read.
  if (text.find('\n') != std::string_view::npos) return fmt::format("'''\n{}'''", text);
  return fmt::format("\"{}\"", text);
}

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> number_of(const RawValue& raw) {
  if (const auto* whole = std::get_if<std::int64_t>(&raw)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&raw)) return *real;
  if (const auto* text = std::get_if<std::string>(&raw)) return number_in(*text);
  return std::nullopt;
}

// Each of these fills in the two functions of a row for one type of member; `at` finds the member, by
// std::invoke.
template <class At>
Setting text_setting(Setting row, At at, std::vector<std::string> allowed = {}) {
  row.set = [at, allowed](Settings& settings, const RawValue& raw) -> base::Result<> {
    const auto* text = std::get_if<std::string>(&raw);
    if (text == nullptr) return refuse("must be a text in quotes");
    if (!allowed.empty() && std::ranges::find(allowed, *text) == allowed.end()) {
      return refuse(fmt::format("must be one of: \"{}\"", fmt::join(allowed, "\", \"")));
    }
    std::invoke(at, settings) = *text;
    return {};
  };
  row.show = [at](const Settings& settings) { return quoted(std::invoke(at, settings)); };
  return row;
}

template <class At>
Setting filled_text_setting(Setting row, At at) {
  row = text_setting(std::move(row), at);
  row.set = [set = row.set](Settings& settings, const RawValue& raw) -> base::Result<> {
    const auto* text = std::get_if<std::string>(&raw);
    if (text != nullptr && text->find_first_not_of(" \t\r\n") == std::string::npos)
      return refuse("must not be empty");
    return set(settings, raw);
  };
  return row;
}

// For a text that pages show.
template <class At>
Setting line_setting(Setting row, At at) {
  row = text_setting(std::move(row), at);
  row.set = [set = row.set](Settings& settings, const RawValue& raw) -> base::Result<> {
    const auto* text = std::get_if<std::string>(&raw);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    if (text != nullptr && (!base::is_utf8(*text) || std::ranges::any_of(*text, is_control))) {
      return refuse("must be one line of UTF-8");
    }
    return set(settings, raw);
  };
  return row;
}

template <class At>
Setting count_setting(Setting row, At at, std::int64_t least, std::int64_t most) {
  row.set = [at, least, most](Settings& settings, const RawValue& raw) -> base::Result<> {
    const auto number = number_of(raw);
    if (!number || *number != std::floor(*number) || *number < static_cast<double>(least) ||
        *number > static_cast<double>(most)) {
      return refuse(fmt::format("must be a whole number from {} to {}", least, most));
    }
    std::invoke(at, settings) = static_cast<std::int64_t>(*number);
    return {};
  };
  row.show = [at](const Settings& settings) { return fmt::format("{}", std::invoke(at, settings)); };
  return row;
}

template <class At>
Setting seconds_setting(Setting row, At at, double least, double most) {
  row.set = [at, least, most](Settings& settings, const RawValue& raw) -> base::Result<> {
    const auto number = number_of(raw);
    if (!number || *number < least || *number > most) {
      return refuse(fmt::format("must be a number of seconds from {} to {}", least, most));
    }
    std::invoke(at, settings) = std::chrono::milliseconds(std::llround(*number * 1000));
    return {};
  };
  row.show = [at](const Settings& settings) {
    return fmt::format("{}", static_cast<double>(std::invoke(at, settings).count()) / 1000);
  };
  return row;
}

template <class At>
Setting flag_setting(Setting row, At at) {
  row.set = [at](Settings& settings, const RawValue& raw) -> base::Result<> {
    if (const auto* truth = std::get_if<bool>(&raw)) {
      std::invoke(at, settings) = *truth;
    } else if (raw == RawValue(std::string("true")) || raw == RawValue(std::string("1"))) {
      std::invoke(at, settings) = true;
    } else if (raw == RawValue(std::string("false")) || raw == RawValue(std::string("0"))) {
      std::invoke(at, settings) = false;
    } else {
      return refuse("must be true or false");
    }
    return {};
  };
  row.show = [at](const Settings& settings) {
    return std::string(std::invoke(at, settings) ? "true" : "false");
  };
  return row;
}

template <class At>
Setting list_setting(Setting row, At at) {
  row.set = [at](Settings& settings, const RawValue& raw) -> base::Result<> {
    if (const auto* list = std::get_if<std::vector<std::string>>(&raw)) {
      std::invoke(at, settings) = *list;
      return {};
    }
    const auto* text = std::get_if<std::string>(&raw);
    if (text == nullptr) return refuse("must be a list of texts, such as [\"https://lab.example.org\"]");
    // From the environment: separated by commas.
    std::vector<std::string> list;
    for (std::size_t start = 0; start <= text->size();) {
      const std::size_t comma = std::min(text->find(',', start), text->size());
      if (comma > start) list.push_back(text->substr(start, comma - start));
      start = comma + 1;
    }
    std::invoke(at, settings) = std::move(list);
    return {};
  };
  row.show = [at](const Settings& settings) {
    const auto& list = std::invoke(at, settings);
    return list.empty() ? std::string("[]") : fmt::format("[\"{}\"]", fmt::join(list, "\", \""));
  };
  return row;
}

Setting row(std::string table, std::string key, std::string environment, std::string comment) {
  return {std::move(table), std::move(key), std::move(environment), std::move(comment), nullptr, nullptr};
}

Setting limit(std::string key, std::string comment) {
  std::string environment = "AILAB_LIMITS_" + key;
  std::ranges::transform(environment, environment.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return row("limits", std::move(key), std::move(environment), std::move(comment));
}

constexpr std::int64_t kMostCount = 1'000'000'000;

void add_server(std::vector<Setting>& list) {
  list.push_back(
      filled_text_setting(row("server", "host", "AILAB_HOST",
                              "The address to listen on. 0.0.0.0 serves the whole network. Flag: --host."),
                          &Settings::host));
  list.push_back(count_setting(
      row("server", "port", "AILAB_PORT", "The port to listen on; 0 takes a free one. Flag: --port."),
      &Settings::port, 0, 65535));
  list.push_back(list_setting(row("server", "allowed_origins", "AILAB_ALLOWED_ORIGINS",
                                  "Pages of other sites that may use this server, such as "
                                  "[\"https://lab.example.org\"]. The server's own page "
                                  "always may."),
                              &Settings::allowed_origins));
  list.push_back(flag_setting(
      row("server", "trust_proxy", "AILAB_TRUST_PROXY",
          "Believe X-Forwarded-For and X-Forwarded-Proto. Only behind a proxy of your own that sets them."),
      &Settings::trust_proxy));
  list.push_back(count_setting(
      row("server", "loops", "AILAB_LOOPS",
          "Network loops, each on a thread of its own: as many as there are processor cores for them. All of "
          "an account is on one of them. Flag: --loops."),
      &Settings::loops, 1, kMostLoops));
  list.push_back(seconds_setting(
      row("server", "shutdown_grace_s", "AILAB_SHUTDOWN_GRACE_S",
          "Seconds that running answers may go on after SIGTERM; what is not complete then is refunded."),
      &Settings::shutdown_grace, 0, 3600));
}

void add_provider(std::vector<Setting>& list) {
  list.push_back(
      filled_text_setting(row("database", "url", "AILAB_DATABASE",
                              "Where accounts, coins and answers are kept: sqlite:PATH. Flag: --database."),
                          &Settings::database));
  list.push_back(filled_text_setting(
      row("database", "journal", "AILAB_DATABASE_JOURNAL",
          "The file that keeps what students have read until PostgreSQL has it. Each server needs one of its "
          "own, which also says who it is. With SQLite it is PATH.texts."),
      &Settings::journal));
  list.push_back(text_setting(
      row("provider", "name", "AILAB_PROVIDER",
          "\"openai\", \"demo\" (answers without any model), or \"\": openai when OPENAI_API_KEY or a base "
          "URL is set, else "
          "demo. Flag: --provider. The key itself comes from the environment variable OPENAI_API_KEY only."),
      &Settings::provider, {"", "openai", "demo"}));
  list.push_back(text_setting(row("provider", "base_url", "OPENAI_BASE_URL",
                                  "The API to ask. \"\" is OpenAI's own, https://api.openai.com/v1; any "
                                  "compatible server works, such as "
                                  "http://127.0.0.1:11434/v1 for Ollama."),
                              &Settings::base_url));
  list.push_back(text_setting(
      row("provider", "ca_file", "AILAB_CA_FILE",
          "A PEM file with the certificate authorities to trust for the API instead of the system's."),
      &Settings::ca_file));
  list.push_back(text_setting(row("provider", "output_limit_field", "AILAB_OUTPUT_LIMIT_FIELD",
                                  "How the API calls the limit of an answer's length: older compatible "
                                  "servers know only \"max_tokens\"."),
                              &Settings::output_limit_field, {"max_completion_tokens", "max_tokens"}));
  list.push_back(seconds_setting(row("provider", "connect_timeout_s", "AILAB_CONNECT_TIMEOUT_S",
                                     "Seconds to wait for a connection to the API."),
                                 &Settings::connect_timeout, 0.01, 600));
  list.push_back(seconds_setting(row("provider", "first_byte_timeout_s", "AILAB_FIRST_BYTE_TIMEOUT_S",
                                     "Seconds to wait for the first byte of an answer."),
                                 &Settings::first_byte_timeout, 0.01, 3600));
  list.push_back(seconds_setting(row("provider", "silence_timeout_s", "AILAB_SILENCE_TIMEOUT_S",
                                     "Seconds of silence in the middle of an answer before it is given up."),
                                 &Settings::silence_timeout, 0.01, 3600));
  list.push_back(count_setting(
      row("provider", "retries", "AILAB_RETRIES",
          "How often a question is asked again when the API refuses it for now (HTTP 429 or 503) or cannot "
          "be "
          "reached. Each wait is as long as its Retry-After says, or grows from half a second; all of them "
          "end "
          "within the first-byte timeout of the tier. Nothing is asked again once text has been shown."),
      &Settings::retries, 0, 20));
  list.push_back(seconds_setting(
      row("provider", "demo_pace_s", "AILAB_DEMO_PACE_S", "Seconds between two words of a demo answer."),
      &Settings::demo_pace, 0, 10));
}

void add_accounts(std::vector<Setting>& list) {
  list.push_back(
      seconds_setting(row("accounts", "session_lifetime_s", "AILAB_SESSION_LIFETIME_S",
                          "Seconds until a session that is not used ends. The default is 30 days."),
                      &Settings::session_lifetime, 60, 400.0 * 24 * 3600));
  list.push_back(count_setting(
      row("accounts", "password_memory_mib", "AILAB_PASSWORD_MEMORY_MIB",
          "MiB of memory that hashing one password takes (argon2id); two are hashed at a time."),
      &Settings::password_memory_mib, 8, 4096));
}

void add_conversations(std::vector<Setting>& list) {
  list.push_back(count_setting(row("conversations", "keep_deleted_days", "AILAB_KEEP_DELETED_DAYS",
                                   "Days until the texts of a deleted conversation are erased; until then it "
                                   "can be restored. 0: at the "
                                   "next round, of which there is one at the start and one an hour."),
                               &Settings::keep_deleted_days, 0, 36'500));
  list.push_back(line_setting(
      row("coins", "more_coins", "AILAB_MORE_COINS",
          "One line that tells students how they get more coins, such as \"New coins come every Monday.\""),
      &Settings::more_coins));
}

void add_limits(std::vector<Setting>& list) {
  const auto count = [&list](std::string key, std::string comment, auto at, std::int64_t least) {
    list.push_back(count_setting(limit(std::move(key), std::move(comment)), at, least, kMostCount));
  };
  count("message_length", "The longest question, in UTF-16 units, as a browser counts characters.",
        &Settings::message_length, 1);
  count("running_per_account", "Questions of one account that are answered at once.",
        &Settings::running_per_account, 1);
  count("running_total", "Questions that are answered at once, in all.", &Settings::running_total, 1);
  count("messages_per_minute", "Questions that an account may ask in a minute; 0: any number.",
        &Settings::messages_per_minute, 0);
  count("context_tokens",
        "How much of a conversation goes to the model with a new question, in tokens (estimated); the oldest "
        "turns are "
        "left out first.",
        &Settings::context_tokens, 0);
  count("login_attempts_per_account", "Failed logins of one account in five minutes.",
        &Settings::login_attempts_per_account, 1);
  count("login_attempts_per_address", "Failed logins from one address in five minutes.",
        &Settings::login_attempts_per_address, 1);
  count("registrations_per_address",
        "Accounts made from one address in an hour. A class may share one address.",
        &Settings::registrations_per_address, 1);
  count("logins_waiting",
        "Logins that wait for their password to be checked; further ones are told to try again.",
        &Settings::logins_waiting, 1);
  count("connections", "Open connections, in all.", &Settings::connections, 1);
  count("connections_per_address", "Open connections from one address.", &Settings::connections_per_address,
        1);
  count("sessions", "Open Socket.IO sessions, in all; 0: any number.", &Settings::sessions, 0);
  count("sessions_per_address",
        "Open Socket.IO sessions of one address; 0: any number. Each page that is open is one. Behind a "
        "proxy all "
        "have its address.",
        &Settings::sessions_per_address, 0);
  count("packets_per_second",
        "Socket.IO packets that one client may send in a second, in the long run; ten times as many at once. "
        "0: "
        "any number.",
        &Settings::packets_per_second, 0);
  count("control_frames_per_second",
        "WebSocket pings that one client may send in a second, in the long run; ten times as many at once. "
        "0: any "
        "number.",
        &Settings::control_frames_per_second, 0);
  list.push_back(seconds_setting(
      limit("first_request_timeout_s", "Seconds that a new connection may stay without a request."),
      &Settings::first_request_timeout, 0.01, 3600));
  list.push_back(seconds_setting(limit("header_timeout_s", "Seconds for the headers of a request to arrive."),
                                 &Settings::header_timeout, 0.01, 3600));
  list.push_back(seconds_setting(limit("body_timeout_s", "Seconds for the body of a request to arrive."),
                                 &Settings::body_timeout, 0.01, 3600));
  count("header_bytes", "The largest headers that a request may have, in bytes.", &Settings::header_bytes,
        2048);
  count("payload_bytes", "The largest message or request body that a client may send, in bytes.",
        &Settings::payload_bytes, 1024);
  count("queued_bytes", "Bytes that wait for a slow reader before its connection is closed.",
        &Settings::queued_bytes, 65'536);
}

void add_tier(std::vector<Setting>& list, coins::Tier tier) {
  const std::string table = "tiers." + std::string(coins::tier_name(tier));
  list.push_back(
      filled_text_setting(row(table, "model", "", "The model that answers."),
                          [tier](auto& settings) -> auto& { return settings.tiers.of(tier).model; }));
  list.push_back(count_setting(
      row(table, "max_output_tokens", "", "The longest answer, in tokens."),
      [tier](auto& settings) -> auto& { return settings.tiers.of(tier).max_output_tokens; }, 1, 1'000'000));
  list.push_back(seconds_setting(
      row(table, "first_byte_timeout_s", "",
          "Seconds to wait for the first byte of an answer; 0: as long as [provider] says."),
      [tier](auto& settings) -> auto& { return settings.tiers.of(tier).first_byte_timeout; }, 0, 3600));
  list.push_back(seconds_setting(
      row(table, "silence_timeout_s", "",
          "Seconds of silence in the middle of an answer before it is given up; 0: as long as [provider] "
          "says."),
      [tier](auto& settings) -> auto& { return settings.tiers.of(tier).silence_timeout; }, 0, 3600));
  list.push_back(seconds_setting(
      row(table, "answer_timeout_s", "",
          "The longest an answer may take in all, in seconds, the waits for another try among them."),
      [tier](auto& settings) -> auto& { return settings.tiers.of(tier).answer_timeout; }, 0.01, 86'400));
  list.push_back(count_setting(
      row(table, "starting_coins", "", "Coins that a new account gets."),
      [tier](auto& settings) -> auto& { return settings.tiers.of(tier).starting_coins; }, 0, 1'000'000));
  list.push_back(
      filled_text_setting(row(table, "prompt", "", "What the model is told to do: the system message."),
                          [tier](auto& settings) -> auto& { return settings.tiers.of(tier).prompt; }));
}

std::vector<Setting> make_list() {
  std::vector<Setting> list;
  add_server(list);
  add_provider(list);
  add_accounts(list);
  add_conversations(list);
  add_limits(list);
  for (const coins::Tier tier : {coins::Tier::kGold, coins::Tier::kSilver, coins::Tier::kCopper})
    add_tier(list, tier);
  return list;
}

}  // namespace

const std::vector<Setting>& setting_list() {
  static const std::vector<Setting> list = make_list();
  return list;
}

}  // namespace server
