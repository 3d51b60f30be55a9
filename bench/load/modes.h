// What a run does. Each returns the program's exit status.
#pragma once

#include "options.h"

namespace bench {

[[nodiscard]] int run_streams(const Options& options);
[[nodiscard]] int run_idle(const Options& options);

}  // namespace bench
