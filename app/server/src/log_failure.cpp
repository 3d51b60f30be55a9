#include "log_failure.h"

#include <fmt/format.h>

#include <runtime/log.h>

namespace server {

void log_failure(std::string_view task, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError, fmt::format("server: {}: {}", task, error.what()));
  }
}

}  // namespace server
