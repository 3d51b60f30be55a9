#include "commands.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <runtime/log.h>
#include <store/service_lock.h>

#include "application.h"
#include "front_door.h"
#include "journals.h"
#include "log.h"
#include "schema.h"

namespace server {
namespace {

int failed(const base::Error& error) {
  fmt::print(stderr, "ailab: {}\n", error.message);
  return EXIT_FAILURE;
}

base::Result<Settings> settings_for(const Flags& flags) {
  return load_settings(flags, [](const char* name) -> const char* { return std::getenv(name); });
}

struct Prepared {
  std::optional<store::ServiceLock> only_server;  // held while serving
  std::unique_ptr<store::Database> database;
  store::MigrationReport report;
};

enum class Purpose { kMigrate, kServe };

base::Result<Prepared> prepare_database(const Settings& settings, Purpose purpose) {
  Prepared prepared;
  auto database = open_database(settings, true);
  if (!database) return base::fail(database.error());
  prepared.database = std::move(*database);
  const auto migrations = all_migrations();
  // Refused before anything is changed: a database of a newer version, and one that is being served.
  if (const auto pending = store::pending(*prepared.database, migrations); !pending) {
    return base::fail(pending.error());
  }
  if (purpose == Purpose::kServe) {
    auto lock = store::ServiceLock::take(settings.database);
    if (!lock) return base::fail(lock.error());
    prepared.only_server.emplace(std::move(*lock));
  }
  auto report = store::migrate(*prepared.database, migrations);
  if (!report) return base::fail(report.error());
  prepared.report = std::move(*report);
  return prepared;
}

std::string what_was_done(const Prepared& prepared) {
  const auto& database = prepared.database;
  const auto& report = prepared.report;
  if (report.applied.empty())
    return fmt::format("{} is up to date; nothing was changed.", database->description());
  return fmt::format("{} {} (steps: {}).", report.already == 0 ? "Created" : "Migrated",
                     database->description(), fmt::join(report.applied, ", "));
}

}  // namespace

int init_db(const Flags& flags) {
  const auto settings = settings_for(flags);
  if (!settings) return failed(settings.error());
  const auto prepared = prepare_database(*settings, Purpose::kMigrate);
  if (!prepared) return failed(prepared.error());
  fmt::print("ailab: {}\n", what_was_done(*prepared));
  return EXIT_SUCCESS;
}

int run(const Flags& flags) {
  auto settings = settings_for(flags);
  if (!settings) return failed(settings.error());
  if (const auto checked = check_provider(*settings); !checked) return failed(checked.error());
  FrontDoor door(*settings);
  if (const auto opened = door.open(*settings); !opened) return failed(opened.error());
  auto prepared = prepare_database(*settings, Purpose::kServe);
  if (!prepared) return failed(prepared.error());

  start_log();
  runtime::log(runtime::LogLevel::kInfo, what_was_done(*prepared));
  auto journals = recover_answers(*settings, *prepared->database);
  if (!journals) return failed(journals.error());
  if (settings->effective_provider() == "demo") {
    runtime::log(
        runtime::LogLevel::kWarning,
        "demo: no model is connected, answers are canned; set OPENAI_API_KEY (or OPENAI_BASE_URL) and start "
        "again to get real ones");
  } else {
    runtime::log(runtime::LogLevel::kInfo,
                 fmt::format("answers come from {}",
                             settings->base_url.empty() ? "https://api.openai.com/v1" : settings->base_url));
  }
  Application application(std::move(*settings), door, std::move(prepared->database), std::move(*journals));
  fmt::print("ailab: listening on {}\n", door.url());
  std::fflush(stdout);
  application.run();
  return EXIT_SUCCESS;
}

int print_settings() {
  fmt::print("{}", example_toml());
  return EXIT_SUCCESS;
}

}  // namespace server
