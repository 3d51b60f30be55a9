#include "parameters.h"

#include <gtest/gtest.h>

namespace conversations {
namespace {

constexpr auto* kId = "5f0c9c1e-6c1b-4b0e-9f0a-3c9d7a1b2c3d";

TEST(Parameters, LimitsAreWholeNumbersInARange) {
  EXPECT_EQ(limit_of("", 50, 100).value(), 50U);
  EXPECT_EQ(limit_of("limit=", 50, 100).value(), 50U);
  EXPECT_EQ(limit_of("limit=1", 50, 100).value(), 1U);
  EXPECT_EQ(limit_of("limit=100", 50, 100).value(), 100U);
  for (const std::string wrong : {"0", "101", "-1", "x", "5x", "1.5", "99999999999999999999", "+5", "%205"}) {
    const auto refused = limit_of("limit=" + wrong, 50, 100);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().code, kInvalidParameter);
    EXPECT_TRUE(refused.error().message.contains("1 to 100"));
  }
}

TEST(Parameters, CursorsComeBackAsTheyWere) {
  const std::string text = cursor_text({1234, kId});
  const auto cursor = cursor_of("before=" + text).value();
  EXPECT_EQ(cursor->updated_at, 1234);
  EXPECT_EQ(cursor->id, kId);
  EXPECT_EQ(cursor_of("").value(), std::nullopt);
}

TEST(Parameters, OtherCursorsAreRefused) {
  for (const std::string& wrong :
       {std::string("x"), std::string(kId), "." + std::string(kId), "x." + std::string(kId),
        std::string("5."), std::string("5.x"), "5." + std::string(kId) + "x", std::string("5.%00")}) {
    const auto refused = cursor_of("before=" + wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().code, kInvalidParameter);
  }
}

}  // namespace
}  // namespace conversations
