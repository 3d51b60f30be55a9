// What the commands share: their settings, the database beside a server, and how they answer.
#pragma once

#include <memory>
#include <string_view>

#include <boost/json/object.hpp>

#include <base/result.h>
#include <store/database.h>

#include <server/settings.h>

namespace server {

// What was asked for cannot be: a number that is none, a reason that is missing.
inline constexpr base::ErrorCode kWrongUsage = "wrong_usage";
inline constexpr int kExitWrongUsage = 2;

// How a command was called.
struct Invocation {
  Flags flags;
  bool json = false;  // answers with one JSON object on stdout
};

// The settings of this call. Error: kBadSetting.
[[nodiscard]] base::Result<Settings> settings_of(const Invocation& invocation);

// A database that is there and up to date, maybe served by a running server, which is told what is announced.
// Errors: those of store::Database::open, kDatabaseNewer; kDatabaseFailed when it has to be migrated first.
[[nodiscard]] base::Result<std::unique_ptr<store::Database>> open_beside_server(const Settings& settings);

// Prints the answer, `text` for people or `object` for programs, and returns the exit code 0.
int answer(const Invocation& invocation, std::string_view text, const boost::json::object& object);
// Prints the sentence on stderr, for programs {"error":{"code","message"}} on stdout as well, and returns the
// exit code: 2 for kWrongUsage, else 1.
int refuse(const Invocation& invocation, const base::Error& error);
// The same with more members than `error`.
int refuse(const Invocation& invocation, const base::Error& error, boost::json::object object);

}  // namespace server
