// Identifiers that nobody can guess, and UUIDs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// `bytes` random bytes from the kernel. Throws std::system_error if the kernel has none: nothing safe can go
// on then.
[[nodiscard]] std::string random_bytes(std::size_t bytes);

// `bytes` random bytes as base64url without padding: 15 bytes make 20 characters, 32 make 43.
[[nodiscard]] std::string random_token(std::size_t bytes);

// A random UUID, version 4 (RFC 9562), in lower case.
[[nodiscard]] std::string random_uuid();

// Whether `text` has the form 8-4-4-4-12 of hexadecimal digits; version and variant are not judged.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace base
