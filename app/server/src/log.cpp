#include "log.h"

#include <memory>
#include <string_view>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <runtime/log.h>

namespace server {
namespace {

spdlog::level::level_enum level_of(runtime::LogLevel level) {
  switch (level) {
    case runtime::LogLevel::kDebug:
      return spdlog::level::debug;
    case runtime::LogLevel::kInfo:
      return spdlog::level::info;
    case runtime::LogLevel::kWarning:
      return spdlog::level::warn;
    case runtime::LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void start_log() {
  auto logger =
      std::make_shared<spdlog::logger>("ailab", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  logger->flush_on(spdlog::level::info);
  runtime::set_log_sink([logger](runtime::LogLevel level, std::string_view message) {
    logger->log(level_of(level), spdlog::string_view_t(message.data(), message.size()));
  });
}

}  // namespace server
