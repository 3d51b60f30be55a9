// What the program tells its operator. The libraries speak through this; the program decides where it goes.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace runtime {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

// May be called from any thread. Messages hold no secret and no text of a student.
void log(LogLevel level, std::string_view message);

// Set once, before the first thread starts; until then, and with nullptr, nothing is said. `sink` is called
// from any thread.
void set_log_sink(std::function<void(LogLevel, std::string_view)> sink);

}  // namespace runtime
