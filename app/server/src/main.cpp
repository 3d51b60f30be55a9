// The program `ailab`.
#include <cstdlib>
#include <exception>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include "command_line.h"

namespace {

// Whoever started the program may have closed them; a database or a socket must not take their place.
void keep_standard_files_open() {
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest free number is given, which is this one.
    if (::fcntl(file, F_GETFD) < 0) static_cast<void>(::open("/dev/null", O_RDWR));
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    keep_standard_files_open();
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot find a source of random numbers");
    return server::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "ailab: {}\n", error.what());
    return EXIT_FAILURE;
  }
}
