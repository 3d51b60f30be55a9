// What is kept of the browser that a session was opened by. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accounts {

inline constexpr std::size_t kMostAddressCharacters = 64;
inline constexpr std::size_t kMostAgentCharacters = 200;

// The start of what a client tells of itself, as text that may be shown anywhere: at most `most` characters
// of printable ASCII. Each run of other bytes, which have no place in these headers, becomes one "?".
[[nodiscard]] std::string printable(std::string_view text, std::size_t most);

}  // namespace accounts
