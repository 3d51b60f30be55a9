#include <accounts/records.h>

#include "service_fixture.h"

namespace accounts {
namespace {

class Records : public ServiceFixture {
 protected:
  template <class Work>
  auto run(Work work) {
    return database_->write_now(std::move(work));
  }
  base::Result<Account> insert(std::string name, Role role = Role::kStudent) {
    return run([=](store::Transaction& tx) { return insert_account(tx, name, "hash", role); });
  }
  std::optional<StoredAccount> find(std::string name) {
    return run([=](store::Transaction& tx) -> base::Result<std::optional<StoredAccount>> {
             return find_account(tx, name);
           })
        .value();
  }
};

TEST_F(Records, FindAnAccountInEveryCase) {
  const auto ada = insert("Ada", Role::kInstructor);
  const auto found = find("aDA");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account.id, ada->id);
  EXPECT_EQ(found->account.username, "Ada");
  EXPECT_EQ(found->account.role, Role::kInstructor);
  EXPECT_EQ(found->account.created_at, base::unix_milliseconds(clock_.system_now()));
  EXPECT_EQ(found->password_hash, "hash");
  EXPECT_FALSE(find("bob"));
}

TEST_F(Records, NamesAreUniqueInEveryCase) {
  ASSERT_TRUE(insert("Ada"));
  EXPECT_EQ(insert("ada").error().code, kUsernameTaken);
}

TEST_F(Records, ListAllByName) {
  ASSERT_TRUE(insert("bob"));
  ASSERT_TRUE(insert("Ada"));
  const auto all =
      run([](store::Transaction& tx) -> base::Result<std::vector<Account>> { return all_accounts(tx); });
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().username, "Ada");
}

TEST_F(Records, ChangeRoleAndPassword) {
  const auto ada = insert("ada");
  const auto changed = run([id = ada->id](store::Transaction& tx) -> base::Result<bool> {
    return set_role(tx, id, Role::kAdmin) && set_password_hash(tx, id, "new");
  });
  EXPECT_TRUE(*changed);
  EXPECT_EQ(find("ada")->account.role, Role::kAdmin);
  EXPECT_EQ(find("ada")->password_hash, "new");
  EXPECT_FALSE(
      *run([](store::Transaction& tx) -> base::Result<bool> { return set_role(tx, 99, Role::kAdmin); }));
}

}  // namespace
}  // namespace accounts
