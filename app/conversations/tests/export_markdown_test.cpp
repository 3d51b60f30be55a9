#include <conversations/export.h>
#include <gtest/gtest.h>

namespace conversations {
namespace {

Turn turn(std::string question, std::string answer) {
  Turn turn;
  turn.question_id = "q";
  turn.tier = coins::Tier::kGold;
  turn.question = std::move(question);
  turn.asked_at = 1'764'069'000'000;
  turn.answer = std::move(answer);
  turn.ended = Ended{.done = true,
                     .reason = "stop",
                     .message = "",
                     .charged = true,
                     .refunded = false,
                     .at = 1'764'069'060'000};
  return turn;
}

std::string body(const Turn& only) {
  const std::string whole = markdown_of({"c", "T", 0, 0}, {only});
  return whole.substr(whole.find("## Question"));
}

TEST(ExportMarkdown, SaysTitleCoinDateAndEnd) {
  EXPECT_EQ(
      markdown_of({"c", "Loops *and* [links]", 1'764'069'000'000, 0}, {turn("Why?", "Because.\n\nSo.")}),
      "# Loops \\*and\\* \\[links\\]\n\n"
      "A conversation with the tutor, begun on 2025-11-25 11:10 UTC.\n\n"
      "## Question 1 (gold coin, 2025-11-25 11:10 UTC)\n\n"
      "```text\nWhy?\n```\n\n"
      "### Answer\n\n"
      "> Because.\n>\n> So.\n\n"
      "*The answer is complete. It cost one gold coin. 2025-11-25 11:11 UTC*\n");
}

TEST(ExportMarkdown, AFenceInAQuestionDoesNotEndItsBlock) {
  EXPECT_TRUE(body(turn("```\n# Heading\n```", "x")).contains("\n````text\n```\n# Heading\n```\n````\n"));
  EXPECT_TRUE(body(turn("``````", "x")).contains("\n```````text\n``````\n```````\n"));
}

TEST(ExportMarkdown, EveryLineOfAnAnswerIsQuoted) {
  const std::string text = body(turn("x", "```c\nint x;\r\n# not a heading\r## nor this\n\n<!--\n~~~"));
  EXPECT_TRUE(text.contains("> ```c\n> int x;\n> # not a heading\n> ## nor this\n>\n> <!--\n> ~~~\n\n*The"))
      << text;
}

TEST(ExportMarkdown, ATitleIsOneHeading) {
  EXPECT_TRUE(markdown_of({"c", "a # `b` <!-- &lt; #", 0, 0}, {})
                  .starts_with("# a \\# \\`b\\` \\<\\!-- \\&lt; \\#\n"));
}

TEST(ExportMarkdown, SaysHowEachAnswerEnded) {
  const auto ending = [](std::optional<Ended> ended) {
    Turn some = turn("x", "");
    some.ended = std::move(ended);
    const std::string text = body(some);
    return text.substr(text.find("### Answer\n\n") + 12);
  };
  EXPECT_EQ(ending(std::nullopt), "*The answer was being written when this file was made.*\n");
  EXPECT_EQ(
      ending(Ended{
          .done = true, .reason = "length", .message = "", .charged = true, .refunded = false, .at = 0}),
      "*The answer ends at its limit of length. It cost one gold coin. 1970-01-01 00:00 UTC*\n");
  EXPECT_EQ(
      ending(Ended{
          .done = true, .reason = "stopped", .message = "", .charged = false, .refunded = true, .at = 0}),
      "*The answer was stopped. The gold coin came back. 1970-01-01 00:00 UTC*\n");
  for (const std::string reason : {"upstream_error", "upstream_timeout", "interrupted"}) {
    const std::string line = ending(
        Ended{.done = false, .reason = reason, .message = "m", .charged = false, .refunded = true, .at = 0});
    EXPECT_TRUE(line.starts_with("*The answer failed: the ")) << line;
    EXPECT_TRUE(line.ends_with(" The gold coin came back. 1970-01-01 00:00 UTC*\n")) << line;
  }
}

}  // namespace
}  // namespace conversations
