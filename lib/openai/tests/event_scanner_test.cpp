#include "event_scanner.h"

#include <array>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include <openai/chat_event.h>

namespace openai {
namespace {

const std::string kUsual =
    R"({"id":"chatcmpl-1","object":"chat.completion.chunk","created":1732900000,"model":"gpt-4o",)"
    R"("choices":[{"index":0,"delta":{"content":"Say \"hi\"\n"},"logprobs":null,"finish_reason":null}],)"
    R"("usage":null,"obfuscation":"x1"})";

struct Scanned {
  bool ordinary = false;
  bool has_choice = false;
  std::string text;
  std::string finish_reason;
};

Scanned scan(std::string_view json) {
  std::string scratch;
  OrdinaryEvent event;
  Scanned out;
  out.ordinary = scan_event(json, scratch, event);
  if (!out.ordinary) return out;
  out.has_choice = event.has_choice;
  out.text = event.text;
  out.finish_reason = event.finish_reason;
  return out;
}

TEST(EventScanner, ReadsWhatServersSendMost) {
  const Scanned usual = scan(kUsual);
  EXPECT_TRUE(usual.ordinary && usual.has_choice);
  EXPECT_EQ(usual.text, "Say \"hi\"\n");
  EXPECT_EQ(usual.finish_reason, "");

  const Scanned spaced =
      scan(R"( { "choices" : [ { "delta" : { "content" : "a" }, "finish_reason" : "stop" } ] } )");
  EXPECT_TRUE(spaced.ordinary);
  EXPECT_EQ(spaced.text, "a");
  EXPECT_EQ(spaced.finish_reason, "stop");

  const Scanned first = scan(
      R"({"choices":[{"index":0,"delta":{"role":"assistant","content":null,"refusal":"no, a longer one"}}]})");
  EXPECT_TRUE(first.ordinary);
  EXPECT_EQ(first.text, "no, a longer one");

  EXPECT_TRUE(scan(R"({"choices":[],"created":0,"ok":true,"no":false})").ordinary);
  EXPECT_TRUE(scan("{}").ordinary);
}

TEST(EventScanner, LeavesTheRestToTheParser) {
  for (const std::string_view json : {"",
                                      "[]",
                                      "{",
                                      "{}{}",
                                      "{,}",
                                      R"({"a":1,})",
                                      R"({"a" 1})",
                                      R"({"a":01})",
                                      R"({"a":-1})",
                                      R"({"a":1.5})",
                                      R"({"a":1e3})",
                                      R"({"a":nul})",
                                      R"({"a":"\u0041"})",
                                      R"({"a":"\x"})",
                                      R"({"a":"cut)",
                                      R"({"a":"cut\)",
                                      R"({"a\n":1})",
                                      R"({"a":{}})",
                                      R"({"a":[]})",
                                      R"({"error":null})",
                                      R"({"usage":{"prompt_tokens":1}})",
                                      R"({"object":"error","message":"m"})",
                                      R"({"choices":null})",
                                      R"({"choices":[{"index":1,"delta":{}}]})",
                                      R"({"choices":[{"index":0}]})",
                                      R"({"choices":[{"delta":{}},{"delta":{}}]})",
                                      R"({"choices":[{"message":{"content":"whole"}}]})",
                                      R"({"choices":[{"delta":{"content":7}}]})",
                                      R"({"choices":[{"delta":{"content":"a","content":"b"}}]})",
                                      R"({"choices":[],"choices":[]})"}) {
    EXPECT_FALSE(scan(json).ordinary) << json;
  }
  EXPECT_FALSE(scan("{\"a\":\"a\ncontrol\"}").ordinary);
  EXPECT_FALSE(scan(std::string_view("{\"a\":\"\0\"}", 9)).ordinary);
}

// What the parser alone makes of it: no event with a list inside is ordinary.
std::string for_the_parser(std::string_view json) {
  std::string out(json);
  const std::size_t begin = out.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos || out[begin] != '{') return out;
  const std::size_t next = out.find_first_not_of(" \t\r\n", begin + 1);
  out.insert(begin + 1, next != std::string::npos && out[next] == '}' ? R"("x":[])" : R"("x":[],)");
  return out;
}

std::string all_of(std::string_view json) {
  ChatEventReader reader;
  const auto event = reader.read(json);
  if (!event) return "malformed";
  return std::string(event->text) + '|' + std::string(event->finish_reason) + '|' +
         event->error.value_or("none") + '|' + (event->usage ? "usage" : "") + '|' +
         std::string(reader.end());
}

TEST(EventScanner, AgreesWithTheParserWhateverComes) {
  constexpr std::array<std::string_view, 16> kPieces = {"\"",        "\\",      "{",    "}",    "[", "]",
                                                        ",",         ":",       " ",    "null", "0", "\\n",
                                                        "\"index\"", "\\ud83d", "\xf0", "\x1f"};
  std::mt19937 random(7);
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  std::size_t ordinary = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string json = kUsual;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(json.size());
      const std::string_view piece = kPieces[below(kPieces.size())];
      switch (below(4)) {
        case 0:
          json.erase(at, 1 + below(8));
          break;
        case 1:
          json.insert(at, piece);
          break;
        case 2:
          json.replace(at, 1, piece);
          break;
        default:
          json.insert(at, json, below(json.size()), below(40));
          break;
      }
      if (json.empty()) json = "{}";
    }
    ordinary += scan(json).ordinary ? 1 : 0;
    ASSERT_EQ(all_of(json), all_of(for_the_parser(json))) << json;
  }
  EXPECT_GT(ordinary, 1000U);
}

}  // namespace
}  // namespace openai
