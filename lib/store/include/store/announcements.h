// How the programs that share a database tell each other that something changed.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <runtime/task.h>
#include <store/database.h>
#include <store/migrations.h>
#include <store/transaction.h>

namespace store {

struct Announcement {
  std::string topic;    // a word without spaces: "balance"
  std::string payload;  // names what changed; at most some thousand bytes
};

// A topic of this library's own: the line was lost for a while, and what was announced meanwhile is not
// known.
inline constexpr std::string_view kMissed = "missed";

// Part of the write: heard if that is committed, and only after it. On SQLite it does nothing unless
// DatabaseOptions::beside_a_server is set, since a server there has nobody to tell.
void announce(Transaction& tx, std::string_view topic, std::string_view payload);

// Listens to what other Database objects, of this process or of others, announce; not to its own.
//
// Owned by the wiring; destroyed before the database and before the executor's loop. It has a connection and
// a thread of its own, and connects again by itself when the line is lost. On SQLite it looks ten times a
// second.
class Announcements {
 public:
  using Handler = std::function<void(const Announcement&)>;

  // From its return on everything is heard. Blocks while it connects. `handler` is called on the executor,
  // in the order of the commits, until this is destroyed there.
  Announcements(Database& database, runtime::Executor executor, Handler handler);
  ~Announcements();
  Announcements(const Announcements&) = delete;
  Announcements& operator=(const Announcements&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The table in which SQLite keeps announcements until they have been heard.
[[nodiscard]] std::span<const Migration> announcement_migrations();

}  // namespace store
