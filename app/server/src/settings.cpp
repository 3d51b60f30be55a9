#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <server/settings.h>

#include "setting_list.h"

namespace server {
namespace {

constexpr std::string_view kDefaultFile = "ailab.toml";

base::Result<> apply_one(Settings& settings, const Setting& setting, const RawValue& value,
                         std::string_view place) {
  auto applied = setting.set(settings, value);
  if (applied) return {};
  return base::fail(kBadSetting,
                    fmt::format("{}: {}.{} {}.", place, setting.table, setting.key, applied.error().message));
}

std::optional<RawValue> raw_value(const toml::node& node) {
  if (const auto* text = node.as_string()) return RawValue(text->get());
  if (const auto* whole = node.as_integer()) return RawValue(whole->get());
  if (const auto* real = node.as_floating_point()) return RawValue(real->get());
  if (const auto* truth = node.as_boolean()) return RawValue(truth->get());
  if (const auto* array = node.as_array()) {
    std::vector<std::string> list;
    for (const auto& item : *array) {
      const auto* text = item.as_string();
      if (text == nullptr) return std::nullopt;
      list.push_back(text->get());
    }
    return RawValue(std::move(list));
  }
  return std::nullopt;
}

bool is_table(std::string_view path) {
  return std::ranges::any_of(setting_list(), [path](const Setting& setting) {
    return setting.table == path || setting.table.starts_with(std::string(path) + ".");
  });
}

const Setting* find_setting(std::string_view table, std::string_view key) {
  const auto& list = setting_list();
  const auto found = std::ranges::find_if(
      list, [&](const Setting& setting) { return setting.table == table && setting.key == key; });
  return found == list.end() ? nullptr : &*found;
}

std::string place_of(std::string_view file, const toml::source_region& source) {
  return fmt::format("{}, line {}", file, source.begin.line);
}

base::Result<> apply_table(Settings& settings, const toml::table& table, const std::string& path,
                           std::string_view file) {
  for (const auto& [key, node] : table) {
    const std::string name = path.empty() ? std::string(key.str()) : fmt::format("{}.{}", path, key.str());
    const std::string place = place_of(file, key.source());
    if (const auto* inner = node.as_table(); inner != nullptr && is_table(name)) {
      if (auto applied = apply_table(settings, *inner, name, file); !applied) return applied;
      continue;
    }
    const Setting* setting = find_setting(path, key.str());
    if (setting == nullptr) {
      return base::fail(
          kBadSetting,
          fmt::format("{}: there is no setting \"{}\"; ailab.example.toml lists them all.", place, name));
    }
    const auto value = raw_value(node);
    if (!value)
      return base::fail(kBadSetting, fmt::format("{}: {} has a value of a wrong type.", place, name));
    if (auto applied = apply_one(settings, *setting, *value, place); !applied) return applied;
  }
  return {};
}

base::Result<> apply_file(Settings& settings, const std::string& file) {
  std::error_code unknown;
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file, unknown)) {
    return base::fail(
        kBadSetting,
        fmt::format("The settings file {} cannot be read; check the path given with --config.", file));
  }
  std::ostringstream text;
  text << in.rdbuf();
  return apply_toml(settings, text.str(), file);
}

base::Result<> apply_environment(Settings& settings, const Environment& environment) {
  for (const Setting& setting : setting_list()) {
    if (setting.environment.empty()) continue;
    const char* value = environment(setting.environment.c_str());
    if (value == nullptr) continue;
    const std::string place = fmt::format("The environment variable {}", setting.environment);
    if (auto applied = apply_one(settings, setting, std::string(value), place); !applied) return applied;
  }
  if (const char* key = environment("OPENAI_API_KEY"); key != nullptr) {
    settings.api_key = key;
    const bool printable = std::ranges::all_of(settings.api_key, [](char c) { return c > ' ' && c < 127; });
    if (!printable) {
      return base::fail(
          kBadSetting,
          "The environment variable OPENAI_API_KEY holds spaces or other characters that no key has; set it "
          "to the key alone.");
    }
  }
  return {};
}

base::Result<> apply_flags(Settings& settings, const Flags& flags) {
  const auto apply = [&settings](const std::optional<std::string>& value, std::string_view table,
                                 std::string_view key, std::string_view flag) -> base::Result<> {
    if (!value) return {};
    return apply_one(settings, *find_setting(table, key), *value, fmt::format("The flag {}", flag));
  };
  if (auto applied = apply(flags.host, "server", "host", "--host"); !applied) return applied;
  if (auto applied = apply(flags.port, "server", "port", "--port"); !applied) return applied;
  if (auto applied = apply(flags.loops, "server", "loops", "--loops"); !applied) return applied;
  if (auto applied = apply(flags.database, "database", "url", "--database"); !applied) return applied;
  return apply(flags.provider, "provider", "name", "--provider");
}

}  // namespace

tutor::TierProfiles Settings::effective_tiers() const {
  tutor::TierProfiles effective = tiers;
  for (const coins::Tier tier : {coins::Tier::kGold, coins::Tier::kSilver, coins::Tier::kCopper}) {
    tutor::TierProfile& profile = effective.of(tier);
    if (profile.first_byte_timeout.count() == 0) profile.first_byte_timeout = first_byte_timeout;
    if (profile.silence_timeout.count() == 0) profile.silence_timeout = silence_timeout;
  }
  return effective;
}

std::optional<std::string> Settings::journal_path() const {
  if (has_shared_database()) return journal;
  constexpr std::string_view kSqlite = "sqlite:";
  const std::string file = database.substr(kSqlite.size());
  return file == ":memory:" ? std::nullopt : std::optional(file + ".texts");
}

std::string_view Settings::effective_provider() const {
  if (!provider.empty()) return provider;
  return api_key.empty() && base_url.empty() ? "demo" : "openai";
}

base::Result<> apply_toml(Settings& settings, std::string_view toml, std::string_view file) {
  try {
    return apply_table(settings, toml::parse(toml), "", file);
  } catch (const toml::parse_error& error) {
    return base::fail(kBadSetting, fmt::format("{}: this is not TOML: {}.", place_of(file, error.source()),
                                               error.description()));
  }
}

base::Result<Settings> load_settings(const Flags& flags, const Environment& environment) {
  Settings settings;
  std::error_code unknown;
  if (flags.config || std::filesystem::exists(kDefaultFile, unknown)) {
    if (auto applied = apply_file(settings, flags.config.value_or(std::string(kDefaultFile))); !applied) {
      return base::fail(applied.error());
    }
  }
  if (auto applied = apply_environment(settings, environment); !applied) return base::fail(applied.error());
  if (auto applied = apply_flags(settings, flags); !applied) return base::fail(applied.error());
  return settings;
}

base::Result<> check_provider(const Settings& settings) {
  if (!settings.base_url.empty() && !settings.base_url.starts_with("http://") &&
      !settings.base_url.starts_with("https://")) {
    return base::fail(kBadSetting,
                      fmt::format("The API's base URL \"{}\" must begin with http:// or https:// "
                                  "(provider.base_url, or OPENAI_BASE_URL).",
                                  settings.base_url));
  }
  if (!settings.ca_file.empty() && !std::ifstream(settings.ca_file)) {
    return base::fail(kBadSetting, fmt::format("The file of certificate authorities {} cannot be read; check "
                                               "provider.ca_file.",
                                               settings.ca_file));
  }
  if (settings.effective_provider() == "openai" && settings.api_key.empty() && settings.base_url.empty()) {
    return base::fail(
        kBadSetting,
        "The provider is openai, but there is no key: set the environment variable OPENAI_API_KEY, or "
        "provider.base_url for a server that needs none, or use --provider demo.");
  }
  return {};
}

std::string example_toml() {
  const Settings defaults;
  std::string out =
      "# Every setting of AI Lab with its default. Copy this file to ailab.toml, keep what you change, and "
      "delete the rest.\n"
      "# A flag wins over the environment, the environment over this file, this file over the default.\n";
  std::string table;
  for (const Setting& setting : setting_list()) {
    if (setting.table != table) {
      table = setting.table;
      out += fmt::format("\n[{}]\n", table);
    }
    out += fmt::format("# {}\n", setting.comment);
    if (!setting.environment.empty()) out += fmt::format("# Environment: {}\n", setting.environment);
    out += fmt::format("{} = {}\n", setting.key, setting.show(defaults));
  }
  return out;
}

}  // namespace server
