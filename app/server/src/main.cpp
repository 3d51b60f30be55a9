// The program `ailab`: reads the command line and calls the command.
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include "commands.h"

namespace {

constexpr int kWrongUsage = 2;

void add_common_flags(CLI::App& command, server::Flags& flags) {
  command.add_option("--config", flags.config, "Settings file (default: ailab.toml, if there is one)")
      ->type_name("FILE");
  command
      .add_option("--database", flags.database,
                  "Where everything is kept (default: sqlite:instance/ailab.sqlite)")
      ->type_name("URL");
}

int run_command_line(int argc, char** argv) {
  server::Flags flags;
  std::function<int()> command;
  CLI::App app("AI Lab: a self-hosted, real-time AI tutor for programming labs.", "ailab");
  app.require_subcommand(1);
  app.set_version_flag("--version", AILAB_VERSION);
  app.footer(
      "A flag wins over the environment, the environment over the settings file. All settings are explained "
      "in "
      "ailab.example.toml.");

  CLI::App* init =
      app.add_subcommand("init-db", "Create the database, or bring it up to date; never destroys one");
  add_common_flags(*init, flags);
  init->callback([&] { command = [&] { return server::init_db(flags); }; });

  CLI::App* run = app.add_subcommand("run", "Serve the page, the API and Socket.IO until SIGTERM");
  add_common_flags(*run, flags);
  run->add_option("--host", flags.host, "Address to listen on (default: 127.0.0.1)");
  run->add_option("--port", flags.port, "Port to listen on (default: 5000; 0 takes a free one)")
      ->check(CLI::Range(0, 65535));
  run->add_option("--provider", flags.provider,
                  "openai or demo (default: openai when OPENAI_API_KEY or OPENAI_BASE_URL "
                  "is set, else demo)")
      ->check(CLI::IsMember({"openai", "demo"}));
  run->callback([&] { command = [&] { return server::run(flags); }; });

  CLI::App* ledger = app.add_subcommand("ledger", "Look after the coins' ledger");
  ledger->require_subcommand(1);
  CLI::App* verify =
      ledger->add_subcommand("verify", "Recompute everything from the entries; exit 1 if it does not add up");
  add_common_flags(*verify, flags);
  verify->callback([&] { command = [&] { return server::verify_ledger(flags); }; });

  CLI::App* settings =
      app.add_subcommand("settings", "Print every setting with its default, as a settings file");
  settings->callback([&] { command = [] { return server::print_settings(); }; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : kWrongUsage;
  }
  return command();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot find a source of random numbers");
    return run_command_line(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "ailab: {}\n", error.what());
    return EXIT_FAILURE;
  }
}
