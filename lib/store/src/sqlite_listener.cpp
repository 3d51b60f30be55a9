// Announcements over SQLite: rows of a table, which the listener looks for.
#include <optional>
#include <thread>

#include "listener.h"
#include "session.h"

namespace store {
namespace {

// For the outcome of a commit: it commits nothing.
constexpr std::chrono::milliseconds kNoPatience{0};

class SqliteListener final : public Listener {
 public:
  explicit SqliteListener(const Dialect& dialect)
      : dialect_(dialect), session_(dialect, Purpose::kReading, kNoPatience) {}

  void connect() override {
    session_.ensure_connected();
    if (last_) return;
    read([this](Transaction& tx) {
      last_ = std::get<0>(tx.first<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM announcements").value());
    });
  }

  bool may_miss() const override { return false; }

  // A look costs one search in an index: as little as asking whether anything was committed.
  std::vector<Announcement> hear(std::chrono::milliseconds patience) override {
    std::vector<Announcement> heard = look();
    if (!heard.empty()) return heard;
    std::this_thread::sleep_for(patience);
    return look();
  }

 private:
  std::vector<Announcement> look() {
    std::vector<Announcement> heard;
    read([&](Transaction& tx) {
      for (auto& [id, origin, topic, payload] : tx.all<std::int64_t, std::string, std::string, std::string>(
               "SELECT id, origin, topic, payload FROM announcements WHERE id > :last ORDER BY id", *last_)) {
        last_ = id;
        if (origin != dialect_.origin()) heard.push_back({std::move(topic), std::move(payload)});
      }
    });
    return heard;
  }

  template <class Work>
  void read(Work work) {
    session_.begin();
    try {
      Transaction transaction(session_, 0);
      work(transaction);
    } catch (...) {
      session_.roll_back();
      throw;
    }
    session_.roll_back();
  }

  const Dialect& dialect_;
  Session session_;
  std::optional<std::int64_t> last_;  // the newest that was heard
};

}  // namespace

std::unique_ptr<Listener> make_sqlite_listener(const Dialect& dialect) {
  return std::make_unique<SqliteListener>(dialect);
}

}  // namespace store
