// Identifiers that nobody can guess, and UUIDs.
#pragma once

#include <chrono>
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

// A UUID of version 7 (RFC 9562), in lower case: those made later sort after those made earlier, to the
// quarter of a microsecond, so that an index over them grows at its end and not everywhere. The other 62 bits
// are random. For what a database keeps many of; never for a secret, since it tells when it was made.
[[nodiscard]] std::string time_ordered_uuid(
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

// Whether `text` has the form 8-4-4-4-12 of hexadecimal digits; version and variant are not judged.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace base
