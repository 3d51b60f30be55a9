#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>

#include <runtime/log.h>
#include <store/announcements.h>

#include "listener.h"
#include "parts.h"

namespace store {
namespace {

constexpr std::chrono::milliseconds kPatience{100};
constexpr std::chrono::milliseconds kBeforeAnotherTry{500};
// For a server that is busy, or just starting, to hear it.
constexpr std::chrono::milliseconds kKeep{60'000};

constexpr Migration kMigrations[] = {{
    .number = 7,
    .name = "announcements",
    .sql = R"sql(
CREATE TABLE announcements (
  id $IDENTITY,
  origin TEXT NOT NULL,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
)sql",
}};

// What is told on the executor; it may be on its way there when its owner goes.
struct Ear {
  Announcements::Handler handler;
  std::atomic<bool> closed = false;
};

}  // namespace

std::span<const Migration> announcement_migrations() {
  return kMigrations;
}

void announce(Transaction& tx, std::string_view topic, std::string_view payload) {
  tx.session_->dialect().announce(tx, topic, payload);
}

struct Announcements::Impl {
  Impl(Database& of, runtime::Executor on, Handler handler)
      : database(of), executor(std::move(on)), listener(of.parts().dialect->make_listener()) {
    ear->handler = std::move(handler);
    if (!listener) return;
    connected = connect();
    thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }

  ~Impl() { ear->closed = true; }

  bool connect() {
    try {
      listener->connect();
      return true;
    } catch (...) {
      complain();
      return false;
    }
  }

  // Inside a catch block. Once for each time that it fails.
  void complain() {
    if (complained) return;
    complained = true;
    runtime::log(runtime::LogLevel::kWarning,
                 "Cannot hear what other programs change; it is tried again and again: " +
                     current_failure(*database.parts().dialect).message);
  }

  void work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (!connected) {
        connected = connect();
        if (connected && listener->may_miss()) tell({std::string(kMissed), ""});
        if (!connected) pause(stop);
        continue;
      }
      try {
        for (Announcement& heard : listener->hear(kPatience)) tell(std::move(heard));
        complained = false;
        forget_old();
      } catch (...) {
        complain();
        connected = false;
      }
    }
  }

  void tell(Announcement announcement) {
    boost::asio::post(executor, [ear = ear, announcement = std::move(announcement)] {
      if (!ear->closed) ear->handler(announcement);
    });
  }

  void pause(const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, stop, kBeforeAnotherTry, [] { return false; });
  }

  // Only SQLite has any; the same statement does no harm elsewhere.
  void forget_old() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_cleaning) return;
    next_cleaning = now + kKeep;
    // Best effort: they are in nobody's way.
    static_cast<void>(database.write_now([](Transaction& tx) -> base::Result<> {
      if (tx.change("DELETE FROM announcements WHERE made_at < :then", tx.now() - kKeep.count()) > 0)
        return {};
      return base::fail(kDatabaseFailed, "There is nothing to commit.");
    }));
  }

  Database& database;
  const runtime::Executor executor;
  const std::shared_ptr<Ear> ear = std::make_shared<Ear>();
  const std::unique_ptr<Listener> listener;  // null: nobody else can be there
  bool connected = false;
  bool complained = false;
  std::chrono::steady_clock::time_point next_cleaning;
  std::jthread thread;
};

Announcements::Announcements(Database& database, runtime::Executor executor, Handler handler)
    : impl_(std::make_unique<Impl>(database, std::move(executor), std::move(handler))) {}

Announcements::~Announcements() = default;

}  // namespace store
