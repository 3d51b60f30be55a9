// What processes have used of the machine, from the kernel's own count.
#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace bench {

// CPU time in nanoseconds that a process has taken with all its threads, those too that have ended. Of
// several: the sum. One that is no more counts as 0.
[[nodiscard]] std::uint64_t cpu_ns(const std::vector<pid_t>& processes);

// In bytes, summed over the processes. A page that several share counts in `resident` for each of them.
struct Memory {
  std::uint64_t resident = 0;
  std::uint64_t proportional = 0;
  std::uint64_t anonymous = 0;
};
[[nodiscard]] Memory memory_of(const std::vector<pid_t>& processes);

}  // namespace bench
