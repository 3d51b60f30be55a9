// The program's log: lines on stderr, by spdlog, from which no secret is ever printed.
#pragma once

namespace server {

// Makes runtime::log write to stderr, with the time and the level.
void start_log();

}  // namespace server
