// The seconds that are measured: what was counted at their beginning and at their end.
#pragma once

#include <cstdint>
#include <string>

#include "options.h"
#include "student.h"

namespace bench {

// CPU time so far, in nanoseconds.
struct CpuTimes {
  std::uint64_t server = 0;
  std::uint64_t load = 0;
  std::uint64_t upstream = 0;
};
[[nodiscard]] CpuTimes cpu_times(const Options& options);

// As JSON: what was taken between the two; what the processes hold now.
[[nodiscard]] std::string cpu_json(const CpuTimes& begin, const CpuTimes& end);
[[nodiscard]] std::string memory_json(const Options& options);
[[nodiscard]] std::string latency_json(const Histogram& ages);

class Window {
 public:
  // Begins now. `tally` outlives it; its ages are taken out of it at every second().
  Window(const Options& options, Tally& tally);
  // A line of JSON about the time since the last one.
  [[nodiscard]] std::string second();
  // Ends now; the line that the whole run prints.
  [[nodiscard]] std::string end();

 private:
  const Options& options_;
  Tally& tally_;
  Histogram ages_;
  std::uint64_t begin_us_;
  std::uint64_t second_us_;
  std::uint64_t second_tokens_;
  std::uint64_t tokens_;
  std::uint64_t events_;
  std::uint64_t answers_;
  CpuTimes cpu_;
};

}  // namespace bench
