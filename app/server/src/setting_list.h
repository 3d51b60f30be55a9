// The table of all settings: one row each, from which the file, the environment, the messages and the example
// are made.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <base/result.h>

#include <server/settings.h>

namespace server {

// A value as it comes from the file or the environment. From the environment everything is text.
using RawValue = std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>>;

struct Setting {
  std::string table;        // "limits", "tiers.gold"
  std::string key;          // "connections"
  std::string environment;  // "AILAB_LIMITS_CONNECTIONS"; empty: in the file only
  std::string comment;      // for the example: one sentence, or more
  // Error: kBadSetting with what is allowed; the caller adds the setting's name and place.
  std::function<base::Result<>(Settings&, const RawValue&)> set;
  // The value as TOML.
  std::function<std::string(const Settings&)> show;
};

[[nodiscard]] const std::vector<Setting>& setting_list();

}  // namespace server
