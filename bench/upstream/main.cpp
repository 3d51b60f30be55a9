// The API of a model that costs nothing: streams answers in OpenAI's format, each token with the time it was
// sent.
//
//   upstream --port PORT [--unix PATH]
//
// Listens on 127.0.0.1 (PORT 0: a free one) and, if asked to, on a Unix socket; prints {"port":N}; serves
// until SIGTERM.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>

#include "listener.h"
#include "server.h"

namespace {

int wrong_usage() {
  std::fputs("Usage: upstream --port PORT [--unix PATH]\n", stderr);
  return 2;
}

void raise_open_files() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int count, char** words) {
  std::uint16_t port = 0;
  std::string path;
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = words[i];
    if (i + 1 == count) return wrong_usage();
    const std::string_view value = words[i + 1];
    if (name == "--port") {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), port);
      if (error != std::errc() || end != value.data() + value.size()) return wrong_usage();
    } else if (name == "--unix") {
      path = value;
    } else {
      return wrong_usage();
    }
  }
  raise_open_files();
  prctl(PR_SET_TIMERSLACK, 1);  // nanosecond; the default would make each tick up to 50 microseconds late

  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  sigprocmask(SIG_BLOCK, &ending, nullptr);
  const int stop = signalfd(-1, &ending, SFD_NONBLOCK | SFD_CLOEXEC);

  const bench::Listener listener = bench::listen_on_port(port);
  std::vector<int> listeners{listener.descriptor};
  if (!path.empty()) listeners.push_back(bench::listen_on_path(path).descriptor);
  std::printf("{\"port\":%u}\n", unsigned{listener.port});
  std::fflush(stdout);
  bench::Server(std::move(listeners), stop).run();
}
