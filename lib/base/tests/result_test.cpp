#include <gtest/gtest.h>

#include <base/result.h>

namespace base {
namespace {

constexpr ErrorCode kTooLate = "too_late";

Result<int> late(bool yes) {
  if (yes) return fail(kTooLate, "It is too late; try again tomorrow.");
  return 7;
}

Result<> passes_on() {
  if (auto value = late(true); !value) return fail(value.error());
  return {};
}

TEST(Result, CarriesAValueOrAnError) {
  EXPECT_EQ(late(false).value(), 7);
  ASSERT_FALSE(late(true));
  EXPECT_EQ(late(true).error().code, ErrorCode("too_late"));
  EXPECT_EQ(passes_on().error().message, "It is too late; try again tomorrow.");
}

}  // namespace
}  // namespace base
