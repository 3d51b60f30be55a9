#include "process_usage.h"

#include <ctime>
#include <fstream>
#include <string>

namespace bench {
namespace {

// The figure of a line "Name:   123 kB", in bytes.
std::uint64_t field(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) return std::stoull(line.substr(name.size())) * 1024;
  }
  return 0;
}

}  // namespace

std::uint64_t cpu_ns(const std::vector<pid_t>& processes) {
  std::uint64_t sum = 0;
  for (const pid_t process : processes) {
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) continue;
    sum += static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
  }
  return sum;
}

Memory memory_of(const std::vector<pid_t>& processes) {
  Memory memory;
  for (const pid_t process : processes) {
    const std::string folder = "/proc/" + std::to_string(process);
    memory.resident += field(folder + "/smaps_rollup", "Rss:");
    memory.anonymous += field(folder + "/status", "RssAnon:");
    memory.proportional += field(folder + "/smaps_rollup", "Pss:");
  }
  return memory;
}

}  // namespace bench
