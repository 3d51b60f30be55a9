// Who uses the lab: names, roles, and the rules for names and passwords. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <base/result.h>

namespace accounts {

enum class Role { kStudent, kInstructor, kAdmin };

[[nodiscard]] std::string_view role_name(Role role);  // "student", …
[[nodiscard]] std::optional<Role> role_from_name(std::string_view name);

struct Account {
  std::int64_t id = 0;
  std::string username;  // as it was registered
  Role role = Role::kStudent;
  std::int64_t created_at = 0;        // milliseconds since 1970
  std::int64_t password_version = 0;  // rises whenever the password is changed
};

// 3 to 32 of A-Z a-z 0-9 . _ -, the first a letter or digit. Error: kInvalidUsername.
[[nodiscard]] base::Result<> check_username(std::string_view username);

// 8 to 256 UTF-16 units of UTF-8, not the username, not one of the most used. Error: kWeakPassword.
[[nodiscard]] base::Result<> check_password(std::string_view password, std::string_view username);

// Two names that differ only in case are the same name.
[[nodiscard]] std::string normalized(std::string_view username);

}  // namespace accounts
