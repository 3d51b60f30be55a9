#include "filling.h"

#include <cstdio>

#include <base/ids.h>

#include <coins/ledger.h>

namespace bench {
namespace {

constexpr std::int64_t kQuestionsPerCommit = 5000;
constexpr std::int64_t kEntriesPerQuestion = 2;

base::Result<> ask_and_end(store::Transaction& tx, std::int64_t account, bool settles) {
  const std::string id = base::random_uuid();
  if (auto reserved = coins::reserve(tx, account, coins::Tier::kGold, id); !reserved)
    return base::fail(reserved.error());
  auto closed = settles ? coins::settle(tx, id, coins::Rule::kComplete)
                        : coins::refund(tx, id, coins::Rule::kUpstreamError);
  return closed ? base::Result<>() : base::fail(closed.error());
}

}  // namespace

void fill(LedgerDatabase& database, std::int64_t entries) {
  const auto& accounts = database.accounts();
  std::int64_t made = static_cast<std::int64_t>(accounts.size());
  while (made < entries) {
    expect((*database).write_now([&](store::Transaction& tx) -> base::Result<> {
      for (std::int64_t i = 0; i < kQuestionsPerCommit && made < entries; ++i, made += kEntriesPerQuestion) {
        const auto account = accounts[static_cast<std::size_t>(i) % accounts.size()];
        if (auto done = ask_and_end(tx, account, i % 8 != 0); !done) return done;
      }
      return {};
    }));
    std::fprintf(stderr, "\rfilling: %lld of %lld entries", static_cast<long long>(made),
                 static_cast<long long>(entries));
  }
  std::fprintf(stderr, "\n");
}

}  // namespace bench
