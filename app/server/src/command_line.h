// The command line of `ailab`: its commands, their flags and their help.
#pragma once

namespace server {

// Runs the command that was asked for and returns the process's exit code: 0, 1 after a failure that was
// explained on stderr, 2 after wrong usage.
int run_command_line(int argc, char** argv);

}  // namespace server
