// However many conversations there are, a page of them is read from an index, in its order.
#include <string>

#include "fixture.h"
#include "queries.h"

namespace conversations {
namespace {

class SqliteQueryPlan : public ConversationsTest {
 protected:
  template <class... Values>
  std::string plan_of(std::string_view query, const Values&... values) {
    const std::string explained = "EXPLAIN QUERY PLAN " + std::string(query);
    return see([&](store::Transaction& tx) {
      std::string plan;
      for (const auto& [id, parent, unused, detail] :
           tx.all<std::int64_t, std::int64_t, std::int64_t, std::string>(explained, values...))
        plan += detail + "\n";
      return plan;
    });
  }
};

TEST_F(SqliteQueryPlan, TheListIsReadFromItsPlaceOn) {
  EXPECT_EQ(plan_of(kListQuery, 1, 5, "x", 50),
            "SEARCH conversations USING INDEX conversations_listed (account_id=? AND "
            "(updated_at,id)<(?,?))\n");
}

TEST_F(SqliteQueryPlan, TurnsAreReadFromTheirPlaceOn) {
  const std::string by_position =
      "SEARCH q USING INDEX sqlite_autoindex_questions_2 (conversation_id=? AND position";
  const std::string answers = "SEARCH a USING INDEX sqlite_autoindex_answers_1 (question_id=?)\n";
  EXPECT_EQ(plan_of(kTurnsBeforeQuery, "x", 5, 50), by_position + "<?)\n" + answers);
  EXPECT_EQ(plan_of(kTurnsAfterQuery, "x", 5, 50), by_position + ">?)\n" + answers);
}

TEST_F(SqliteQueryPlan, NeitherErasingNorDeletingLooksThroughATable) {
  EXPECT_EQ(plan_of(kToEraseQuery, 5),
            "SEARCH conversations USING INDEX conversations_to_erase (deleted_at>? AND deleted_at<?)\n");
  EXPECT_FALSE(plan_of(kRunningQuery, "x").contains("SCAN q")) << plan_of(kRunningQuery, "x");
}

}  // namespace
}  // namespace conversations
