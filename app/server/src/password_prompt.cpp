#include "password_prompt.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace server {
namespace {

// More than any password has; a longer line is not read to its end.
constexpr std::size_t kLongestInput = 4096;

volatile std::sig_atomic_t interrupted_by = 0;

// While it lives the terminal shows nothing of what is typed, and a signal interrupts the waiting instead of
// ending the program, so that the terminal can be put right first.
class QuietTerminal {
 public:
  QuietTerminal() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= ECHONL;
    quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
    interrupted_by = 0;
    struct sigaction catching = {};
    catching.sa_handler = [](int signal) { interrupted_by = signal; };
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : kSignals) sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, &mask_);
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &catching, &handlers_[i]);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~QuietTerminal() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &handlers_[i], nullptr);
    ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
    if (interrupted_by != 0) std::raise(interrupted_by);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;

  // Until something can be read; false: interrupted. Signals come only in here, so that none is missed
  // between a look at `interrupted_by` and the waiting.
  [[nodiscard]] bool wait() const {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    while (interrupted_by == 0) {
      if (::ppoll(&input, 1, nullptr, &mask_) >= 0) return true;
      if (errno != EINTR) return false;
    }
    return false;
  }

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

  termios before_ = {};
  sigset_t mask_ = {};
  std::array<struct sigaction, kSignals.size()> handlers_ = {};
};

// All up to the end of the input or, on a terminal, of the line. nullopt: interrupted, unreadable or too
// long.
std::optional<std::string> read_input(const QuietTerminal* terminal) {
  std::string text;
  std::array<char, 1024> part{};
  while (text.size() <= kLongestInput) {
    if (terminal != nullptr && !terminal->wait()) return std::nullopt;
    const ssize_t got = ::read(STDIN_FILENO, part.data(), part.size());
    if (got < 0) {
      if (errno == EINTR) continue;
      return std::nullopt;
    }
    text.append(part.data(), static_cast<std::size_t>(got));
    if (got == 0 || (terminal != nullptr && text.ends_with('\n'))) return text;
  }
  return std::nullopt;
}

void drop_line_end(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

base::Result<std::string> ask(const std::string& question) {
  const QuietTerminal quiet;
  fmt::print(stderr, "{}", question);
  auto line = read_input(&quiet);
  if (!line || line->empty()) return base::fail(kNoPassword, "No password was given; nothing was changed.");
  drop_line_end(*line);
  return *std::move(line);
}

base::Result<std::string> ask_twice(std::string_view username) {
  auto first = ask(fmt::format("New password for {}: ", username));
  if (!first) return first;
  const auto second = ask("The same again: ");
  if (!second) return second;
  if (*first != *second)
    return base::fail(kNoPassword, "The two passwords differ; nothing was changed. Try again.");
  return first;
}

}  // namespace

base::Result<std::string> read_new_password(std::string_view username) {
  if (::isatty(STDIN_FILENO) == 1) return ask_twice(username);
  auto text = read_input(nullptr);
  if (text) drop_line_end(*text);
  if (!text || text->empty() || text->contains('\n')) {
    return base::fail(kNoPassword,
                      "Standard input has to hold the password, as one line; pipe it in, or call this on a "
                      "terminal to be asked for it. Nothing was changed.");
  }
  return *std::move(text);
}

}  // namespace server
