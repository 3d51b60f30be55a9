#include <conversations/file_name.h>
#include <gtest/gtest.h>

#include <base/utf.h>

namespace conversations {
namespace {

TEST(FileName, IsTheTitle) {
  EXPECT_EQ(file_name("How do loops work?", "md"), "How do loops work.md");
  EXPECT_EQ(file_name("Grüße & 日本", "json"), "Grüße & 日本.json");
}

TEST(FileName, LeavesNoFolder) {
  EXPECT_EQ(file_name("../../etc/passwd", "md"), "etc-passwd.md");
  EXPECT_EQ(file_name("C:\\Windows\\x", "md"), "C-Windows-x.md");
  EXPECT_EQ(file_name(".bashrc", "md"), "bashrc.md");
  EXPECT_EQ(file_name("a\r\nSet-Cookie: x=y", "md"), "a-Set-Cookie- x=y.md");
  EXPECT_EQ(file_name("a\"; filename=\"b.exe", "md"), "a-; filename=-b.exe.md");
}

TEST(FileName, DoesNotTurnItsEndAround) {
  EXPECT_EQ(file_name("\u202eexe.\u2066txt\u200f", "md"), "exe.txt.md");
}

TEST(FileName, IsNoDevice) {
  EXPECT_EQ(file_name("con", "md"), "_con.md");
  EXPECT_EQ(file_name("COM1.anything", "md"), "_COM1.anything.md");
  EXPECT_EQ(file_name("console", "md"), "console.md");
}

TEST(FileName, HasALength) {
  EXPECT_EQ(file_name(std::string(500, 'x'), "md"), std::string(80, 'x') + ".md");
  std::string emoji;
  for (int i = 0; i < 100; ++i) emoji += "😀";
  const std::string name = file_name(emoji, "md");
  EXPECT_TRUE(base::is_utf8(name));
  EXPECT_LE(name.size(), 255U);
}

TEST(FileName, IsThereWhenNothingIsLeft) {
  for (const std::string title : {"", " . ", "///", "...", "\u202e", "\t"})
    EXPECT_EQ(file_name(title, "md"), "conversation.md") << title;
}

TEST(FileName, GoesIntoAHeaderInTwoForms) {
  EXPECT_EQ(attachment("a b.md"), "attachment; filename=\"a b.md\"; filename*=UTF-8''a%20b.md");
  EXPECT_EQ(attachment("é€😀.md"),
            "attachment; filename=\"___.md\"; filename*=UTF-8''%C3%A9%E2%82%AC%F0%9F%98%80.md");
  EXPECT_EQ(attachment("100%41'().md"),
            "attachment; filename=\"100_41'().md\"; filename*=UTF-8''100%2541%27%28%29.md");
}

TEST(FileName, BreaksNoHeader) {
  const std::string header = attachment("a\"\\\r\n\x7f.md");
  EXPECT_EQ(header, "attachment; filename=\"a_____.md\"; filename*=UTF-8''a%22%5C%0D%0A%7F.md");
}

}  // namespace
}  // namespace conversations
