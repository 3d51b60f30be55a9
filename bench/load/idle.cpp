#include <iostream>

#include <poll.h>
#include <token/token.h>
#include <unistd.h>

#include "crowd.h"
#include "modes.h"
#include "patience.h"
#include "window.h"

namespace bench {
namespace {

constexpr std::uint64_t kTurnUs = 100'000;

bool input_closed() {
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  char ignored = 0;
  return poll(&input, 1, 0) > 0 && read(STDIN_FILENO, &ignored, 1) <= 0;
}

}  // namespace

int run_idle(const Options& options) {
  Crowd crowd(options, options.connections);
  const std::string memory_before = memory_json(options);
  const CpuTimes cpu_before = cpu_times(options);
  const std::uint64_t begin = now_us();
  Patience patience(options.patience_s);
  while (crowd.joined() < crowd.size()) {
    crowd.turn(now_us() + kTurnUs);
    patience.see(crowd.joined(), crowd.gone(), crowd.size(), "joined");
  }
  const double seconds = static_cast<double>(now_us() - begin) / 1e6;
  std::cout << "{\"mode\":\"open\",\"connections\":" << crowd.size() << ",\"seconds\":" << seconds
            << ",\"per_second\":" << static_cast<double>(crowd.size()) / seconds
            << ",\"cpu_ns\":" << cpu_json(cpu_before, cpu_times(options))
            << ",\"memory\":{\"before\":" << memory_before << ",\"after\":" << memory_json(options) << "}}"
            << std::endl;
  while (!input_closed()) crowd.turn(now_us() + kTurnUs);
  crowd.close_all();
  return crowd.tally().all_errors() == 0 ? 0 : 1;
}

}  // namespace bench
