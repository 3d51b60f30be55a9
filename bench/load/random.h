// Random things that need not be secret.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

[[nodiscard]] std::uint64_t random_number();
[[nodiscard]] std::string random_uuid();                     // version 4
[[nodiscard]] std::string random_letters(std::size_t size);  // a to z

}  // namespace bench
