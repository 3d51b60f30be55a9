#include <boost/asio/io_context.hpp>
#include <conversations/changes.h>
#include <conversations/housekeeping.h>

#include <runtime/run_task.h>

#include "fixture.h"

namespace conversations {
namespace {

class HousekeepingTest : public ConversationsTest {
 protected:
  std::size_t erased() {
    return see([](store::Transaction& tx) {
      return std::get<0>(
          tx.first<std::size_t>("SELECT count(*) FROM conversations WHERE erased_at IS NOT NULL").value());
    });
  }
  void run_until_erased(std::size_t count) {
    while (erased() < count) loop_.run_one();
  }
  void remove_now(const Asked& asked) {
    write([&](store::Transaction& tx) { return remove(tx, ada_, asked.conversation); });
  }

  boost::asio::io_context loop_{1};
};

TEST_F(HousekeepingTest, ErasesAtTheStartAndThenEveryRound) {
  remove_now(ask(ada_, "One"));
  remove_now(ask(ada_, "Two"));
  const Asked later = ask(ada_, "Three");
  Housekeeping house(loop_.get_executor(), *database_,
                     {.keep_deleted = std::chrono::hours(0), .interval = std::chrono::milliseconds(1)});
  house.start();
  run_until_erased(2);
  remove_now(later);
  run_until_erased(3);
  runtime::run_task(loop_, house.shut_down());
}

TEST_F(HousekeepingTest, KeepsWhatWasDeletedLately) {
  remove_now(ask(ada_, "Old"));
  clock_.advance(std::chrono::hours(24 * 30));
  remove_now(ask(ada_, "New"));
  Housekeeping house(loop_.get_executor(), *database_, {.interval = std::chrono::milliseconds(1)});
  house.start();
  run_until_erased(1);
  // Some further rounds.
  for (int i = 0; i < 20; ++i) loop_.run_one();
  EXPECT_EQ(erased(), 1U);
  runtime::run_task(loop_, house.shut_down());
}

}  // namespace
}  // namespace conversations
