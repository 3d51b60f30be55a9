#include "local_time.h"

#include <ctime>

#include <fmt/chrono.h>

namespace server {

std::string local_time(std::int64_t milliseconds) {
  return fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(static_cast<std::time_t>(milliseconds / 1000)));
}

}  // namespace server
