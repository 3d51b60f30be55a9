// A username and a password out of a request's body. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <base/result.h>

namespace accounts {

enum class BodyKind { kJson, kForm };

// nullopt: neither application/json nor application/x-www-form-urlencoded.
[[nodiscard]] std::optional<BodyKind> body_kind(std::string_view content_type);

struct Credentials {
  std::string username;
  std::string password;
};

// Error: kInvalidRequest.
[[nodiscard]] base::Result<Credentials> read_credentials(BodyKind kind, std::string_view body);

}  // namespace accounts
