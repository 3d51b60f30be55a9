#include "device.h"

#include <gtest/gtest.h>

namespace accounts {
namespace {

TEST(Device, TextThatIsPrintableStaysAsItIs) {
  EXPECT_EQ(printable("", 10), "");
  EXPECT_EQ(printable("Mozilla/5.0 (X11; Linux) ~", 200), "Mozilla/5.0 (X11; Linux) ~");
  EXPECT_EQ(printable("2001:db8::1", kMostAddressCharacters), "2001:db8::1");
  EXPECT_EQ(printable("1234567890", 10), "1234567890");
}

TEST(Device, OtherBytesBecomeQuestionMarks) {
  EXPECT_EQ(printable("a\tb\x1b[2Jc\x7f", 200), "a?b?[2Jc?");
  EXPECT_EQ(printable(std::string_view("a\0b", 3), 200), "a?b");
  EXPECT_EQ(printable("Gr\xc3\xbc\xc3\x9f"
                      "e \xff\xfe",
                      200),
            "Gr?e ?")
      << "one for each run";
}

TEST(Device, LongTextIsCut) {
  const std::string cut = printable(std::string(100'000, 'x'), kMostAgentCharacters);
  EXPECT_EQ(cut, std::string(kMostAgentCharacters - 3, 'x') + "...");
}

}  // namespace
}  // namespace accounts
