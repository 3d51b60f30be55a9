#include <utility>

#include <runtime/log.h>

namespace runtime {
namespace {

std::function<void(LogLevel, std::string_view)>& sink() {
  static std::function<void(LogLevel, std::string_view)> set;
  return set;
}

}  // namespace

void log(LogLevel level, std::string_view message) {
  if (sink()) sink()(level, message);
}

void set_log_sink(std::function<void(LogLevel, std::string_view)> set) {
  sink() = std::move(set);
}

}  // namespace runtime
