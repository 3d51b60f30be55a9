#include "backup_command.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include <store/backup.h>

#include "ledger_commands.h"
#include "schema.h"

namespace server {
namespace {

volatile std::sig_atomic_t asked_to_stop = 0;

// The backup takes its unfinished file away before the program ends.
void stop_when_asked() {
  struct sigaction stopping = {};
  stopping.sa_handler = [](int) { asked_to_stop = 1; };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &stopping, nullptr);
}

std::string size_text(std::uintmax_t bytes) {
  constexpr double kMega = 1e6;
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / kMega);
}

// How far it is, on a terminal; elsewhere nothing.
class ProgressBar {
 public:
  ~ProgressBar() {
    if (drawn_) fmt::print(stderr, "\r\033[K");
  }

  void show(const store::BackupProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!on_terminal_ || progress.total == 0 || (drawn_ && now - *drawn_ < kBetween)) return;
    drawn_ = now;
    const double part = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    const auto full = static_cast<int>(part * kWidth);
    fmt::print(stderr, "\rBacking up [{:#<{}}{:.<{}}] {:3.0f} %", "", full, "", kWidth - full, part * 100);
    std::fflush(stderr);
  }

 private:
  static constexpr int kWidth = 40;
  static constexpr std::chrono::milliseconds kBetween{100};

  const bool on_terminal_ = ::isatty(STDERR_FILENO) == 1;
  std::optional<std::chrono::steady_clock::time_point> drawn_;
};

struct Copied {
  std::uintmax_t bytes = 0;
  LedgerAudit ledger;
};

base::Result<Copied> make_copy(store::Database& database, const std::string& file, bool replace) {
  Copied copied;
  const auto schema = all_migrations();
  ProgressBar bar;
  store::BackupOptions options;
  options.replace = replace;
  options.schema = schema;
  options.on_progress = [&bar](const store::BackupProgress& progress) {
    bar.show(progress);
    return asked_to_stop == 0;
  };
  options.inspect = [&copied](store::Database& copy) -> base::Result<> {
    auto audited = audit(copy);
    if (!audited) return base::fail(audited.error());
    copied.ledger = *std::move(audited);
    return {};
  };
  const auto bytes = store::back_up(database, file, options);
  if (!bytes) return base::fail(bytes.error());
  copied.bytes = *bytes;
  return copied;
}

}  // namespace

int backup(const Invocation& invocation, const std::string& file, bool replace) {
  if (file.empty() || file.contains('"'))
    return refuse(invocation,
                  {kWrongUsage, "Give the name of a file for the copy, without quotation marks."});
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  stop_when_asked();
  const auto copied = make_copy(**database, file, replace);
  if (!copied) return refuse(invocation, copied.error());

  boost::json::object object{
      {"file", file}, {"bytes", copied->bytes}, {"ledger", audit_json(copied->ledger)}};
  const std::string text =
      fmt::format("ailab: copied {} to {} ({}).\nailab: the copy: {}\n", (*database)->description(), file,
                  size_text(copied->bytes), audit_text(copied->ledger));
  if (copied->ledger.drift) {
    if (!invocation.json) answer(invocation, text, {});
    return refuse(
        invocation,
        {kLedgerDrift,
         fmt::format("the copy is made, but its ledger does not add up, as that of the database does not: {}",
                     *copied->ledger.drift)},
        std::move(object));
  }
  return answer(invocation, text + "ailab: the copy's ledger adds up.\n", object);
}

}  // namespace server
