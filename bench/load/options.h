// What the command line asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "student.h"

namespace bench {

enum class Transport { kWebSocket, kPolling, kSse };
enum class Mode { kStreams, kIdle };

struct Options {
  Mode mode = Mode::kStreams;
  Transport transport = Transport::kWebSocket;
  std::uint16_t port = 0;
  std::uint64_t accounts = 8;
  std::string cookies;             // a file; instead of accounts
  std::uint64_t concurrency = 64;  // connections that are being opened at once
  std::uint64_t patience_s = 60;   // without any progress

  std::uint64_t streams = 100;
  Question question{.tokens = 1000, .interval_us = 20'000};
  double ramp_s = 1;
  double warmup_s = 1;
  double window_s = 5;
  bool churn = false;
  std::string timeline;  // a file

  std::uint64_t connections = 1000;

  std::vector<pid_t> server;
  std::vector<pid_t> upstream;
};

extern const char* const kUsage;

// Nothing if they are wrong; the reason is on stderr.
[[nodiscard]] std::optional<Options> read_options(int count, char** words);

}  // namespace bench
