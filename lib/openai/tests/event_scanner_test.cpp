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

class Mutations {
 public:
  // `json` with some changes anywhere.
  std::string of(std::string json) {
    constexpr std::array<std::string_view, 16> kPieces = {"\"",        "\\",      "{",    "}",    "[", "]",
                                                          ",",         ":",       " ",    "null", "0", "\\n",
                                                          "\"index\"", "\\ud83d", "\xf0", "\x1f"};
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
    return json;
  }

  std::size_t below(std::size_t limit) { return random_() % limit; }

 private:
  std::mt19937 random_{7};
};

TEST(EventScanner, AgreesWithTheParserWhateverComes) {
  Mutations mutations;
  std::size_t ordinary = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string json = mutations.of(kUsual);
    ordinary += scan(json).ordinary ? 1 : 0;
    ASSERT_EQ(all_of(json), all_of(for_the_parser(json))) << json;
  }
  EXPECT_GT(ordinary, 1000U);
}

// The event's text, from `form` as from nothing; whether it was ordinary.
bool agree(EventForm& form, std::string_view json) {
  std::string scratch;
  OrdinaryEvent event;
  const bool ordinary = form.scan(json, scratch, event);
  const Scanned alone = scan(json);
  EXPECT_EQ(ordinary, alone.ordinary) << json;
  if (!ordinary || !alone.ordinary) return false;
  EXPECT_EQ(event.has_choice, alone.has_choice) << json;
  EXPECT_EQ(event.text, alone.text) << json;
  EXPECT_EQ(event.finish_reason, alone.finish_reason) << json;
  return true;
}

TEST(EventForm, SaysWhatTheScannerSays) {
  const auto event = [](std::string_view delta, std::string_view rest) {
    return R"({"id":"1","choices":[{"index":0,"delta":{)" + std::string(delta) + "}" + std::string(rest);
  };
  const std::string plain = event(R"("content":"a")", "}]}");
  for (const std::string& first :
       {plain, event(R"("content":"a")", R"(}],"usage":null,"pad":"xy"})"), event(R"("content":"\"")", "}]}"),
        event(R"("content":"a","refusal":"no")", "}]}"), event(R"("content":"")", "}]}"),
        event(R"("content":null)", "}]}"), event(R"("content":"a")", R"(,"finish_reason":"stop"}]})"),
        std::string("{}")}) {
    for (const std::string& next :
         {plain, event(R"("content":"b, a longer one")", "}]}"), event(R"("content":"")", "}]}"),
          event(R"("content":"\n")", "}]}"), event(R"("content":"\u0041")", "}]}"),
          event(R"("content":"cut)", ""), event(R"("content":"b")", R"(}],"usage":null,"pad":""})"),
          event(R"("content":"b")", R"(}],"usage":null,"pad":"\x"})"),
          event(R"("content":"b")", R"(}],"usage":null,"pad":"longer"} )"),
          event(R"("content":"b")", R"(}],"usage":null,"pad":"x","error":"e"})"),
          event(R"("content":"","refusal":"no")", "}]}"), event(R"("content":"b","refusal":"no")", "}]}"),
          event(R"("content":"b","content":"c")", "}]}"),
          event(R"("content":"b")", R"(,"finish_reason":"stop"}]})"), std::string("{}")}) {
      const std::string both = first + next + first;
      const std::string_view memory = both;
      EventForm form(memory);
      agree(form, memory.substr(0, first.size()));
      agree(form, memory.substr(first.size(), next.size()));
      agree(form, memory.substr(first.size() + next.size()));
    }
  }
}

TEST(EventForm, RemembersNothingThatMayChange) {
  EventForm form({});
  std::string line = kUsual;
  EXPECT_TRUE(agree(form, line));
  line.assign(line.size(), ' ');
  EXPECT_FALSE(agree(form, line));
}

TEST(EventForm, SaysWhatTheScannerSaysWhateverComes) {
  Mutations mutations;
  std::size_t ordinary = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::array<std::string, 4> events;
    std::string all;
    for (std::string& event : events) {
      event = mutations.below(2) == 0 ? kUsual
                                      : mutations.of(i % 2 == 0          ? kUsual
                                                     : events[0].empty() ? kUsual
                                                                         : events[0]);
      all += event;
    }
    std::string_view memory = all;
    EventForm form(memory);
    for (const std::string& event : events) {
      ordinary += agree(form, memory.substr(0, event.size())) ? 1 : 0;
      memory.remove_prefix(event.size());
    }
  }
  EXPECT_GT(ordinary, 10'000U);
}

}  // namespace
}  // namespace openai
