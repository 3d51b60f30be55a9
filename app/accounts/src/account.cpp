#include <algorithm>
#include <array>
#include <utility>

#include <base/utf.h>

#include <accounts/account.h>
#include <accounts/errors.h>

namespace accounts {
namespace {

constexpr std::size_t kShortestName = 3;
constexpr std::size_t kLongestName = 32;
constexpr std::size_t kShortestPassword = 8;
constexpr std::size_t kLongestPassword = 256;

constexpr std::array<std::pair<Role, std::string_view>, 3> kRoles{
    {{Role::kStudent, "student"}, {Role::kInstructor, "instructor"}, {Role::kAdmin, "admin"}}};

// What is tried first by whoever guesses, of eight characters and more.
constexpr std::array<std::string_view, 36> kCommonPasswords{
    "00000000",  "11111111",  "12341234",   "12345678",      "123456789", "1234567890",
    "123123123", "1q2w3e4r",  "1q2w3e4r5t", "1qaz2wsx",      "87654321",  "abc12345",
    "abcd1234",  "aa123456",  "admin123",   "administrator", "asdfghjkl", "baseball",
    "changeme",  "computer",  "football",   "iloveyou",      "letmein1",  "passw0rd",
    "password",  "password1", "password12", "password123",   "princess",  "qwerty12",
    "qwerty123", "qwertyui",  "qwertyuiop", "starwars",      "sunshine",  "trustno1"};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool may_stand_in_a_name(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

}  // namespace

std::string_view role_name(Role role) {
  for (const auto& [known, name] : kRoles) {
    if (known == role) return name;
  }
  return "";
}

std::optional<Role> role_from_name(std::string_view name) {
  for (const auto& [role, known] : kRoles) {
    if (known == name) return role;
  }
  return std::nullopt;
}

base::Result<> check_username(std::string_view username) {
  const bool valid = username.size() >= kShortestName && username.size() <= kLongestName &&
                     is_letter_or_digit(username.front()) &&
                     std::ranges::all_of(username, may_stand_in_a_name);
  if (valid) return {};
  return base::fail(kInvalidUsername,
                    "A username has 3 to 32 letters, digits, dots, dashes or underscores, and begins with a "
                    "letter or digit.");
}

base::Result<> check_password(std::string_view password, std::string_view username) {
  if (!base::is_utf8(password)) return base::fail(kWeakPassword, "The password is not valid text (UTF-8).");
  const std::size_t length = base::utf16_length(password);
  if (length < kShortestPassword || length > kLongestPassword)
    return base::fail(kWeakPassword, "A password has 8 to 256 characters.");
  const std::string lower = normalized(password);
  if (lower == normalized(username))
    return base::fail(kWeakPassword, "The password may not be the username; choose another.");
  if (std::ranges::find(kCommonPasswords, lower) != kCommonPasswords.end())
    return base::fail(kWeakPassword, "This password is one of the first that are guessed; choose another.");
  return {};
}

std::string normalized(std::string_view username) {
  std::string out(username);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace accounts
