#include "command_line.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "backup_command.h"
#include "coins_commands.h"
#include "commands.h"
#include "ledger_commands.h"
#include "user_commands.h"

namespace server {
namespace {

// Owned by run_command_line; the options of all commands write into it.
class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", AILAB_VERSION);
    app_.footer(
        "`ailab COMMAND --help` explains a command. A flag wins over the environment, the environment over "
        "the "
        "settings file. All settings are explained in ailab.example.toml.");
    add_init_db();
    add_run();
    add_user();
    add_coins();
    add_ledger();
    add_backup();
    CLI::App& settings = add(app_, "settings", "Print every setting with its default, as a settings file");
    settings.callback([this] { command_ = [] { return print_settings(); }; });
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return wrong(error, std::span(argv, static_cast<std::size_t>(argc)));
    }
    return command_();
  }

 private:
  static CLI::App& add(CLI::App& parent, const std::string& name, const std::string& what) {
    return *parent.add_subcommand(name, what);
  }

  void add_settings_flags(CLI::App& command) {
    command
        .add_option("--config", invocation_.flags.config,
                    "Settings file (default: ailab.toml, if there is one)")
        ->type_name("FILE");
    command
        .add_option("--database", invocation_.flags.database,
                    "Where everything is kept (default: sqlite:instance/ailab.sqlite)")
        ->type_name("URL");
  }

  // For the commands that may be called beside a running server.
  void add_flags(CLI::App& command) {
    add_settings_flags(command);
    command.add_flag("--json", invocation_.json, "Answer with one JSON object on standard output");
  }

  void on(CLI::App& command, std::function<int()> run) {
    command.callback([this, run = std::move(run)] { command_ = run; });
  }

  void add_init_db() {
    CLI::App& init = add(app_, "init-db", "Create the database, or bring it up to date; never destroys one");
    add_settings_flags(init);
    on(init, [this] { return init_db(invocation_.flags); });
  }

  void add_run() {
    CLI::App& serve = add(app_, "run", "Serve the page, the API and Socket.IO until SIGTERM");
    Flags& flags = invocation_.flags;
    add_settings_flags(serve);
    serve.add_option("--host", flags.host, "Address to listen on (default: 127.0.0.1)");
    serve.add_option("--port", flags.port, "Port to listen on (default: 5000; 0 takes a free one)")
        ->check(CLI::Range(0, 65535));
    serve.add_option("--loops", flags.loops, "Network loops, one for each processor core (default: 1)")
        ->check(CLI::Range(std::uint64_t{1}, kMostLoops));
    serve
        .add_option("--provider", flags.provider,
                    "openai or demo (default: openai when OPENAI_API_KEY or OPENAI_BASE_URL "
                    "is set, else demo)")
        ->check(CLI::IsMember({"openai", "demo"}));
    on(serve, [this] { return server::run(invocation_.flags); });
  }

  CLI::App& add_for_user(CLI::App& parent, const std::string& name, const std::string& what) {
    CLI::App& command = add(parent, name, what);
    command.add_option("NAME", coins_.name, "The account")->required();
    add_flags(command);
    return command;
  }

  void add_user() {
    CLI::App& user = add(app_, "user", "Make accounts, list them, change a password");
    user.require_subcommand(1);
    CLI::App& made = add_for_user(user, "add", "Make an account, with the coins of a new one");
    made.add_option("--role", role_, "student, instructor or admin")->capture_default_str();
    made.footer("The password is asked for on a terminal, else read from standard input.");
    on(made, [this] { return server::add_user(invocation_, coins_.name, role_); });
    CLI::App& list = add(user, "list", "List all accounts with their coins");
    add_flags(list);
    on(list, [this] { return list_users(invocation_); });
    CLI::App& passwd =
        add_for_user(user, "passwd", "Change a password, and end the account's login sessions");
    passwd.footer("The password is asked for on a terminal, else read from standard input.");
    on(passwd, [this] { return change_password(invocation_, coins_.name); });
  }

  CLI::App& add_move(CLI::App& parent, const std::string& name, const std::string& what) {
    CLI::App& move = add_for_user(parent, name, what);
    move.add_option("--gold", coins_.gold, "How many gold coins")->type_name("N");
    move.add_option("--silver", coins_.silver, "How many silver coins")->type_name("N");
    move.add_option("--copper", coins_.copper, "How many copper coins")->type_name("N");
    move.add_option("--reason", coins_.reason, "Why; the student reads it on the receipt (needed)")
        ->type_name("TEXT");
    return move;
  }

  void add_coins() {
    CLI::App& coins = add(app_, "coins", "See, give and take coins");
    coins.require_subcommand(1);
    CLI::App& show = add_for_user(coins, "show", "Show what an account has, and its newest entries");
    show.add_option("--entries", entries_, "How many entries of the ledger")
        ->type_name("N")
        ->capture_default_str();
    on(show, [this] { return show_coins(invocation_, coins_.name, entries_); });
    CLI::App& grant = add_move(coins, "grant", "Give coins");
    on(grant, [this] { return grant_coins(invocation_, coins_); });
    CLI::App& take = add_move(coins, "take", "Take coins away: all that are named, or none");
    on(take, [this] { return take_coins(invocation_, coins_); });
  }

  void add_ledger() {
    CLI::App& ledger = add(app_, "ledger", "Look after the coins' ledger");
    ledger.require_subcommand(1);
    CLI::App& verify =
        add(ledger, "verify", "Recompute everything from the entries; exit 1 if it does not add up");
    add_flags(verify);
    on(verify, [this] { return verify_ledger(invocation_); });
  }

  void add_backup() {
    CLI::App& backup = add(app_, "backup", "Copy the database to a SQLite file, also while it is served");
    backup.add_option("FILE", backup_file_, "The copy")->required();
    backup.add_flag("--force", backup_over_, "Replace FILE if it is there");
    add_flags(backup);
    on(backup, [this] { return server::backup(invocation_, backup_file_, backup_over_); });
  }

  // Help and version come this way, too.
  int wrong(const CLI::ParseError& error, std::span<char*> arguments) {
    const auto is_json = [](const char* argument) { return std::string_view(argument) == "--json"; };
    if (error.get_exit_code() == 0) return app_.exit(error);
    if (std::ranges::any_of(arguments, is_json)) {
      invocation_.json = true;
      return refuse(invocation_, {kWrongUsage, error.what() + std::string(" (see --help)")});
    }
    app_.exit(error);
    return kExitWrongUsage;
  }

  CLI::App app_{"AI Lab: a self-hosted, real-time AI tutor for programming labs.", "ailab"};
  Invocation invocation_;
  CoinsToMove coins_;
  std::string role_ = "student";
  std::string entries_ = "10";
  std::string backup_file_;
  bool backup_over_ = false;
  std::function<int()> command_;
};

}  // namespace

int run_command_line(int argc, char** argv) {
  return CommandLine().run(argc, argv);
}

}  // namespace server
