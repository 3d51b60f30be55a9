#include "command.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <store/migrations.h>

#include "schema.h"

namespace server {
namespace {

// A command has time, and a server under load leaves it only moments.
constexpr std::chrono::seconds kPatience{30};

void print_json(const boost::json::object& object) {
  fmt::print("{}\n", boost::json::serialize(object));
}

}  // namespace

base::Result<Settings> settings_of(const Invocation& invocation) {
  return load_settings(invocation.flags, [](const char* name) -> const char* { return std::getenv(name); });
}

base::Result<std::unique_ptr<store::Database>> open_beside_server(const Settings& settings) {
  store::DatabaseOptions options;
  options.create = false;
  options.beside_a_server = true;
  options.busy_timeout = kPatience;
  auto database = store::Database::open(settings.database, options);
  if (!database) return database;
  const auto pending = store::pending(**database, all_migrations());
  if (!pending) return base::fail(pending.error());
  if (!pending->empty()) {
    return base::fail(
        store::kDatabaseFailed,
        fmt::format("This program is newer than {}; run `ailab init-db` first.", (*database)->description()));
  }
  return database;
}

int answer(const Invocation& invocation, std::string_view text, const boost::json::object& object) {
  if (invocation.json) {
    print_json(object);
  } else {
    fmt::print("{}", text);
  }
  return EXIT_SUCCESS;
}

int refuse(const Invocation& invocation, const base::Error& error) {
  return refuse(invocation, error, {});
}

int refuse(const Invocation& invocation, const base::Error& error, boost::json::object object) {
  std::fflush(stdout);
  fmt::print(stderr, "ailab: {}\n", error.message);
  if (invocation.json) {
    object["error"] = boost::json::object{{"code", error.code.name()}, {"message", error.message}};
    print_json(object);
  }
  return error.code == kWrongUsage ? kExitWrongUsage : EXIT_FAILURE;
}

}  // namespace server
