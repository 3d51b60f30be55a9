#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <server/settings.h>

namespace server {
namespace {

Environment environment_of(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

std::string refusal(std::string_view toml) {
  Settings settings;
  const auto applied = apply_toml(settings, toml, "lab.toml");
  if (applied) return "accepted";
  EXPECT_EQ(applied.error().code, kBadSetting);
  return applied.error().message;
}

class SettingsFile : public testing::Test {
 protected:
  SettingsFile()
      : path_(std::filesystem::temp_directory_path() / ("ailab_settings_" + std::to_string(::getpid()))) {}
  ~SettingsFile() override { std::filesystem::remove(path_); }

  std::string file(std::string_view text) {
    std::ofstream(path_) << text;
    return path_.string();
  }

 private:
  std::filesystem::path path_;
};

TEST_F(SettingsFile, IsWonOverByTheEnvironmentAndThatByFlags) {
  Flags flags;
  flags.config = file("[server]\nhost = \"10.0.0.1\"\nport = 1001\n[database]\nurl = \"sqlite:file\"\n");
  auto settings = load_settings(flags, environment_of({}));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->host, "10.0.0.1");
  EXPECT_EQ(settings->port, 1001U);

  const auto environment = environment_of({{"AILAB_HOST", "10.0.0.2"}, {"AILAB_PORT", "1002"}});
  settings = load_settings(flags, environment);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->host, "10.0.0.2");
  EXPECT_EQ(settings->port, 1002U);
  EXPECT_EQ(settings->database, "sqlite:file");

  flags.port = "1003";
  settings = load_settings(flags, environment);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->host, "10.0.0.2");
  EXPECT_EQ(settings->port, 1003U);
}

TEST_F(SettingsFile, ThatIsNotThereIsRefused) {
  Flags flags;
  flags.config = "/nowhere/ailab.toml";
  const auto settings = load_settings(flags, environment_of({}));
  ASSERT_FALSE(settings);
  EXPECT_NE(settings.error().message.find("/nowhere/ailab.toml cannot be read"), std::string::npos);
}

TEST(Settings, ATierHasItsOwnTimeoutsOrTheProviders) {
  using std::chrono::milliseconds;
  Settings settings;
  ASSERT_TRUE(apply_toml(settings,
                         "[provider]\nfirst_byte_timeout_s = 7\nsilence_timeout_s = 8\n"
                         "[tiers.gold]\nfirst_byte_timeout_s = 0.5\nanswer_timeout_s = 90\n"
                         "[tiers.copper]\nsilence_timeout_s = 3\n",
                         "lab.toml"));
  const tutor::TierProfiles tiers = settings.effective_tiers();
  EXPECT_EQ(tiers.gold.first_byte_timeout, milliseconds(500));
  EXPECT_EQ(tiers.gold.silence_timeout, milliseconds(8'000));
  EXPECT_EQ(tiers.gold.answer_timeout, milliseconds(90'000));
  EXPECT_EQ(tiers.silver.first_byte_timeout, milliseconds(7'000));
  EXPECT_EQ(tiers.copper.first_byte_timeout, milliseconds(7'000));
  EXPECT_EQ(tiers.copper.silence_timeout, milliseconds(3'000));
  EXPECT_EQ(tiers.copper.answer_timeout, tutor::default_tier_profiles().copper.answer_timeout);
}

TEST(Settings, EveryLimitHasAnEnvironmentName) {
  const auto settings = load_settings({}, environment_of({{"AILAB_LIMITS_RUNNING_PER_ACCOUNT", "1000"},
                                                          {"AILAB_LIMITS_MESSAGE_LENGTH", "5"}}));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->running_per_account, 1000U);
  EXPECT_EQ(settings->message_length, 5U);
}

TEST(Settings, NameTheFileTheLineAndWhatIsAllowed) {
  EXPECT_EQ(refusal("[server]\n\nport = 70000\n"),
            "lab.toml, line 3: server.port must be a whole number from 0 to 65535.");
  EXPECT_EQ(refusal("[server]\nport = \"many\"\n"),
            "lab.toml, line 2: server.port must be a whole number from 0 to 65535.");
  EXPECT_EQ(refusal("[server]\nhost = 5\n"), "lab.toml, line 2: server.host must be a text in quotes.");
  EXPECT_EQ(refusal("[provider]\nname = \"other\"\n"),
            "lab.toml, line 2: provider.name must be one of: \"\", \"openai\", \"demo\".");
  EXPECT_EQ(refusal("[limits]\nconnections = 0\n"),
            "lab.toml, line 2: limits.connections must be a whole number from 1 to 1000000000.");
  EXPECT_EQ(refusal("[provider]\nsilence_timeout_s = -1\n"),
            "lab.toml, line 2: provider.silence_timeout_s must be a number of seconds from 0.01 to 3600.");
  EXPECT_EQ(refusal("[tiers.gold]\nprompt = \"  \"\n"),
            "lab.toml, line 2: tiers.gold.prompt must not be empty.");
}

TEST(Settings, RefuseKeysAndTablesThatDoNotExist) {
  EXPECT_NE(refusal("[server]\nprot = 5000\n").find("lab.toml, line 2: there is no setting \"server.prot\""),
            std::string::npos);
  EXPECT_NE(refusal("\n[sever]\nport = 5000\n").find("there is no setting \"sever\""), std::string::npos);
  EXPECT_NE(refusal("[tiers.platinum]\nmodel = \"x\"\n").find("there is no setting \"tiers.platinum\""),
            std::string::npos);
  EXPECT_NE(refusal("port = 5000\n").find("there is no setting \"port\""), std::string::npos);
}

TEST(Settings, WhatPagesShowIsOneLine) {
  Settings settings;
  ASSERT_TRUE(apply_toml(settings, "[coins]\nmore_coins = \"Every Monday: Grüße\"\n", "lab.toml"));
  EXPECT_EQ(settings.more_coins, "Every Monday: Grüße");
  EXPECT_EQ(refusal("[coins]\nmore_coins = \"a\\nb\"\n"),
            "lab.toml, line 2: coins.more_coins must be one line of UTF-8.");
  EXPECT_FALSE(load_settings({}, environment_of({{"AILAB_MORE_COINS", "\xff"}})));
  EXPECT_EQ(load_settings({}, environment_of({{"AILAB_MORE_COINS", "Ask me."}}))->more_coins, "Ask me.");
}

TEST(Settings, DeletedConversationsAreKeptForDays) {
  EXPECT_EQ(load_settings({}, environment_of({}))->keep_deleted_days, 30U);
  EXPECT_EQ(load_settings({}, environment_of({{"AILAB_KEEP_DELETED_DAYS", "0"}}))->keep_deleted_days, 0U);
  EXPECT_EQ(refusal("[conversations]\nkeep_deleted_days = -1\n"),
            "lab.toml, line 2: conversations.keep_deleted_days must be a whole number from 0 to 36500.");
}

TEST(Settings, SayWhereTheFileIsNotToml) {
  EXPECT_NE(refusal("[server]\nport == 5\n").find("lab.toml, line 2: this is not TOML"), std::string::npos);
}

TEST(Settings, TakeFractionsOfSeconds) {
  Settings settings;
  ASSERT_TRUE(apply_toml(settings, "[provider]\nconnect_timeout_s = 0.25\n", "lab.toml"));
  EXPECT_EQ(settings.connect_timeout, std::chrono::milliseconds(250));
}

TEST(Settings, ChooseTheProviderByWhatIsSet) {
  EXPECT_EQ(load_settings({}, environment_of({}))->effective_provider(), "demo");
  EXPECT_EQ(load_settings({}, environment_of({{"OPENAI_API_KEY", "sk-1"}}))->effective_provider(), "openai");
  EXPECT_EQ(
      load_settings({}, environment_of({{"OPENAI_BASE_URL", "http://127.0.0.1/v1"}}))->effective_provider(),
      "openai");
  EXPECT_EQ(load_settings({}, environment_of({{"OPENAI_API_KEY", "sk-1"}, {"AILAB_PROVIDER", "demo"}}))
                ->effective_provider(),
            "demo");
}

TEST(Settings, RefuseAProviderThatCannotWork) {
  EXPECT_FALSE(check_provider(*load_settings({}, environment_of({{"AILAB_PROVIDER", "openai"}}))));
  EXPECT_FALSE(check_provider(*load_settings({}, environment_of({{"OPENAI_BASE_URL", "ftp://x"}}))));
  EXPECT_TRUE(check_provider(*load_settings({}, environment_of({}))));
}

TEST(Settings, NeverRepeatABrokenKey) {
  const auto settings = load_settings({}, environment_of({{"OPENAI_API_KEY", "sk-secret with spaces"}}));
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().message.find("secret"), std::string::npos);
}

TEST(Settings, EnvironmentListsAreSeparatedByCommas) {
  const auto settings =
      load_settings({}, environment_of({{"AILAB_ALLOWED_ORIGINS", "https://a.example,https://b.example"}}));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->allowed_origins, (std::vector<std::string>{"https://a.example", "https://b.example"}));
}

TEST(JournalPath, IsBesideASqliteFileAndASettingForPostgresql) {
  Settings settings;
  EXPECT_EQ(settings.journal_path(), "instance/ailab.sqlite.texts");
  settings.database = "sqlite::memory:";
  EXPECT_EQ(settings.journal_path(), std::nullopt);
  settings.database = "postgresql://lab@127.0.0.1/lab";
  settings.journal = "/var/lib/ailab/here.texts";
  EXPECT_EQ(settings.journal_path(), "/var/lib/ailab/here.texts");
  EXPECT_TRUE(settings.has_shared_database());
}

}  // namespace
}  // namespace server
