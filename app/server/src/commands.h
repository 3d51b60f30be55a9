// The commands that make and run a server, and print its settings. Each prints for people, and returns the
// process's exit code: 0, or 1 after a failure that it has explained on stderr.
#pragma once

#include <server/settings.h>

namespace server {

int init_db(const Flags& flags);
int run(const Flags& flags);
int print_settings();

}  // namespace server
