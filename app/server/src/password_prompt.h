// Asks for a new password: on the terminal, or from standard input when that is none.
#pragma once

#include <string>
#include <string_view>

#include <base/result.h>

namespace server {

// There is no password to be had; the message says how to give one.
inline constexpr base::ErrorCode kNoPassword = "no_password";

// On a terminal asks twice, without echo; otherwise takes the one line of standard input. Blocks. A signal
// that ends the program meanwhile leaves the terminal as it was. Whether the password will do is not judged.
// Error: kNoPassword.
[[nodiscard]] base::Result<std::string> read_new_password(std::string_view username);

}  // namespace server
