// A moment as people on this machine write it.
#pragma once

#include <cstdint>
#include <string>

namespace server {

// "2026-11-25 13:05", in the time zone of the process. `milliseconds` since 1970.
[[nodiscard]] std::string local_time(std::int64_t milliseconds);

}  // namespace server
