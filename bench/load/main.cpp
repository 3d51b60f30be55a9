// Thousands of students: they log in, ask, check that every answer is whole and in order, and measure how
// long each token was on its way. `load` without flags tells what it takes; README.md what it prints.
#include <sys/prctl.h>
#include <sys/resource.h>

#include "modes.h"

namespace {

// As many as the machine lets this user have; root may have more than the present limit.
void raise_open_files() {
  constexpr rlim_t kWanted = 200'000;
  rlimit files{.rlim_cur = kWanted, .rlim_max = kWanted};
  if (setrlimit(RLIMIT_NOFILE, &files) == 0) return;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int count, char** words) {
  const auto options = bench::read_options(count, words);
  if (!options) return 2;
  raise_open_files();
  prctl(PR_SET_TIMERSLACK, 1);  // nanosecond, so that questions are asked on time
  return options->mode == bench::Mode::kIdle ? bench::run_idle(*options) : bench::run_streams(*options);
}
