// Accounts for the students, made before anything is measured.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

// Registers `count` accounts with random names and returns their sessions' cookies, `ailab_session=…`. Ends
// the program with a sentence on stderr when the server does not do its part.
[[nodiscard]] std::vector<std::string> register_accounts(std::uint16_t port, std::size_t count);

// The cookies of accounts that somebody else has made: a line each. Ends the program if there is none.
[[nodiscard]] std::vector<std::string> read_cookies(const std::string& file);

}  // namespace bench
