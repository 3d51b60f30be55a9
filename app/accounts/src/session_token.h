// The secret of a session, and the name that it has in the database. Pure.
#pragma once

#include <string>
#include <string_view>

namespace accounts {

// 256 random bits as 43 characters of base64url.
[[nodiscard]] std::string new_session_token();

// Whether `token` can be one: what a client sends is not looked up otherwise.
[[nodiscard]] bool is_session_token(std::string_view token);

// SHA-256 as 64 hexadecimal digits. A slow hash would add nothing: the token cannot be guessed.
[[nodiscard]] std::string session_id_of(std::string_view token);

}  // namespace accounts
