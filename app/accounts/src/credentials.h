// A username and a password out of a request's body. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>

namespace accounts {

enum class BodyKind { kJson, kForm };

// nullopt: neither application/json nor application/x-www-form-urlencoded.
[[nodiscard]] std::optional<BodyKind> body_kind(std::string_view content_type);

struct Credentials {
  std::string username;
  std::string password;
};

// The texts that a JSON object has under `names`, in their order. Error: kInvalidRequest.
[[nodiscard]] base::Result<std::vector<std::string>> read_texts(std::string_view body,
                                                                const std::vector<std::string_view>& names);

// Error: kInvalidRequest.
[[nodiscard]] base::Result<Credentials> read_credentials(BodyKind kind, std::string_view body);

}  // namespace accounts
