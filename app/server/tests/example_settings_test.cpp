// ailab.example.toml, which operators copy, says exactly what the defaults are.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <server/settings.h>

namespace server {
namespace {

std::string example_file() {
  std::ostringstream text;
  text << std::ifstream(AILAB_SOURCE_DIR "/ailab.example.toml").rdbuf();
  return text.str();
}

TEST(ExampleSettings, FileIsTheDefaults) {
  EXPECT_EQ(example_file(), example_toml())
      << "write it anew with: build/release/ailab settings > ailab.example.toml";
}

TEST(ExampleSettings, FileIsReadAsTheDefaults) {
  Settings settings;
  settings.host = "changed";
  settings.tiers.gold.prompt = "changed";
  settings.tiers.copper.starting_coins = 99;
  const auto applied = apply_toml(settings, example_file(), "ailab.example.toml");
  ASSERT_TRUE(applied) << applied.error().message;
  const Settings defaults;
  EXPECT_EQ(settings.host, defaults.host);
  EXPECT_EQ(settings.tiers.gold.prompt, defaults.tiers.gold.prompt);
  EXPECT_EQ(settings.tiers.copper.starting_coins, 20);
}

}  // namespace
}  // namespace server
