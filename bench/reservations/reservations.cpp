// Durable questions per second: many askers who share commits against one who waits for each, on both
// databases.
//
//   reservations [--folder FOLDER] [--json FILE] [--seconds N] [--growth ENTRIES]
//
// The databases are made in FOLDER (the working directory), which must be on a disk, and on the PostgreSQL
// server of $AILAB_TEST_POSTGRESQL if that is set. Exits with 1 when the target is missed. --growth measures
// something else: whether a reservation costs as much in a ledger of that many entries as in a small one.
// What is there has random ids, as clients may send them; the target is for new ones as the page and the
// server make them, and what random ones cost is told beside it.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "askers.h"
#include "filling.h"

namespace bench {
namespace {

constexpr double kTarget = 20'000;  // reservations a second on SQLite with kTargetAskers
constexpr std::size_t kTargetAskers = 64;
constexpr std::array<std::size_t, 4> kAskers{1, 8, 64, 256};
constexpr int kRounds = 3;
// Many and short: whatever else the machine does falls on both of two neighbours.
constexpr int kGrowthRounds = 25;
constexpr int kGrowthRoundPart = 5;  // of --seconds
constexpr std::int64_t kSmallLedger = 100;
constexpr double kMostGrowth = 1.2;

struct Options {
  std::string folder = ".";
  std::string json;
  std::string server;
  std::chrono::milliseconds time{1000};
  std::int64_t growth = 0;
};

struct Line {
  std::string database;
  Work work = Work::kReservation;
  std::size_t askers = 0;
  Rate rate;
  double gain = 1;  // against one asker, who has every commit for himself
};

std::string_view name(Work work) {
  return work == Work::kReservation ? "reservation" : "question";
}

// The middle one of some rounds: the machine does other things, too.
Rate middle(std::vector<Rate> rates) {
  std::ranges::sort(rates, {}, &Rate::per_second);
  return rates[rates.size() / 2];
}

std::vector<Line> measure_database(const std::string& kind, const Options& options) {
  std::vector<Line> lines;
  for (const Work work : {Work::kReservation, Work::kQuestion}) {
    LedgerDatabase database(kind, options.folder, options.server, kAskers.back());
    double alone = 0;
    for (const std::size_t askers : kAskers) {
      std::vector<Rate> rates;
      for (int round = 0; round < kRounds; ++round)
        rates.push_back(measure(database, work, askers, options.time));
      Line line{kind, work, askers, middle(rates)};
      if (askers == 1) alone = line.rate.per_second;
      line.gain = line.rate.per_second / alone;
      std::printf("%-11s %-12s %6zu %12.0f %12.1f %10.1f %8.1fx\n", kind.c_str(), name(work).data(), askers,
                  line.rate.per_second, line.rate.per_commit, line.rate.cpu_microseconds, line.gain);
      std::fflush(stdout);
      lines.push_back(line);
    }
  }
  return lines;
}

void write_json(const Options& options, const boost::json::object& report) {
  if (options.json.empty()) return;
  std::ofstream file(options.json);
  file << boost::json::serialize(report) << "\n";
  if (!file.flush()) give_up("cannot write " + options.json + "; choose another file for --json");
}

bool compare_rates(const Options& options) {
  std::printf("%-11s %-12s %6s %12s %12s %10s %9s\n", "database", "what", "askers", "a second", "a commit",
              "CPU µs", "to alone");
  std::vector<Line> lines = measure_database("sqlite", options);
  if (options.server.empty()) {
    std::printf("postgresql  not measured: AILAB_TEST_POSTGRESQL is not set\n");
  } else {
    std::ranges::move(measure_database("postgresql", options), std::back_inserter(lines));
  }
  const auto judged = std::ranges::find_if(lines, [](const Line& line) {
    return line.database == "sqlite" && line.work == Work::kReservation && line.askers == kTargetAskers;
  });
  const bool met = judged->rate.per_second >= kTarget;
  std::printf("%s: SQLite, %zu askers: %.0f reservations a second; the target is %.0f\n",
              met ? "MET" : "MISSED", kTargetAskers, judged->rate.per_second, kTarget);
  boost::json::array rows;
  for (const Line& line : lines) {
    rows.push_back(boost::json::object{{"database", line.database},
                                       {"what", name(line.work)},
                                       {"askers", line.askers},
                                       {"per_second", line.rate.per_second},
                                       {"per_commit", line.rate.per_commit},
                                       {"cpu_microseconds", line.rate.cpu_microseconds},
                                       {"gain", line.gain}});
  }
  write_json(options, {{"rates", std::move(rows)}, {"target", kTarget}, {"met", met}});
  return met;
}

struct GrowthRound {
  Rate small;
  Rate large;
  [[nodiscard]] double of_time() const { return small.per_second / large.per_second; }
  [[nodiscard]] double of_cpu() const { return large.cpu_microseconds / small.cpu_microseconds; }
};

std::vector<GrowthRound> measure_growth(LedgerDatabase& small, LedgerDatabase& large, Ids ids,
                                        const Options& options) {
  std::vector<GrowthRound> rounds(kGrowthRounds);
  const auto time = options.time / kGrowthRoundPart;
  for (GrowthRound& round : rounds) {
    round.small = measure(small, Work::kReservation, kTargetAskers, time, ids);
    round.large = measure(large, Work::kReservation, kTargetAskers, time, ids);
  }
  return rounds;
}

// Says what a reservation costs in the large ledger beside the small one, and returns it, in time.
double tell_growth(const char* ids, std::vector<GrowthRound> rounds, std::int64_t entries) {
  const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>(rounds.size() / 2);
  std::ranges::nth_element(rounds, middle, {}, &GrowthRound::of_cpu);
  const double of_cpu = middle->of_cpu();
  std::ranges::nth_element(rounds, middle, {}, &GrowthRound::of_time);
  std::printf(
      "%s ids: a reservation takes %.2f times as long with %lld entries as with %lld (%.0f and %.0f a "
      "second), "
      "and %.2f times the CPU\n",
      ids, middle->of_time(), static_cast<long long>(entries), static_cast<long long>(kSmallLedger),
      middle->large.per_second, middle->small.per_second, of_cpu);
  return middle->of_time();
}

boost::json::array json_of(const std::vector<GrowthRound>& rounds) {
  boost::json::array json;
  for (const GrowthRound& round : rounds) {
    json.push_back(boost::json::object{{"small_per_second", round.small.per_second},
                                       {"large_per_second", round.large.per_second},
                                       {"small_cpu_us", round.small.cpu_microseconds},
                                       {"large_cpu_us", round.large.cpu_microseconds}});
  }
  return json;
}

bool compare_sizes(const Options& options) {
  LedgerDatabase small("sqlite", options.folder, {}, kTargetAskers);
  LedgerDatabase large("sqlite", options.folder, {}, kTargetAskers);
  fill(small, kSmallLedger);
  fill(large, options.growth);
  const auto rounds = measure_growth(small, large, Ids::kTimeOrdered, options);
  const auto with_random_ids = measure_growth(small, large, Ids::kRandom, options);
  const double growth = tell_growth("time-ordered", rounds, options.growth);
  tell_growth("random", with_random_ids, options.growth);
  const bool met = growth <= kMostGrowth;
  std::printf("%s: at most %.1f times as long, with time-ordered ids\n", met ? "MET" : "MISSED", kMostGrowth);
  write_json(options, {{"entries", options.growth},
                       {"growth", growth},
                       {"met", met},
                       {"rounds", json_of(rounds)},
                       {"rounds_with_random_ids", json_of(with_random_ids)}});
  return met;
}

Options parse(int count, char** arguments) {
  Options options;
  const char* server = std::getenv("AILAB_TEST_POSTGRESQL");
  if (server != nullptr) options.server = server;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view flag = arguments[i];
    const std::string value = arguments[i + 1];
    if (flag == "--folder") {
      options.folder = value;
    } else if (flag == "--json") {
      options.json = value;
    } else if (flag == "--seconds") {
      options.time = std::chrono::seconds(std::stoll(value));
    } else if (flag == "--growth") {
      options.growth = std::stoll(value);
    } else {
      give_up("there is no flag " + std::string(flag) +
              "; there are --folder FOLDER, --json FILE, --seconds N and --growth ENTRIES");
    }
  }
  if (count % 2 == 0) give_up("every flag needs a value");
  return options;
}

}  // namespace
}  // namespace bench

int main(int count, char** arguments) {
  const auto options = bench::parse(count, arguments);
  const bool met = options.growth > 0 ? bench::compare_sizes(options) : bench::compare_rates(options);
  return met ? EXIT_SUCCESS : EXIT_FAILURE;
}
