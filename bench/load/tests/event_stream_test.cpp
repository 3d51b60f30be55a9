#include "event_stream.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr std::string_view kStream =
    R"(data: {"id":"a","choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]})"
    "\n\n"
    R"(data: {"id":"a","choices":[{"delta":{"content":"first"},"finish_reason":null}],"obfuscation":"x"})"
    "\n\n"
    R"(data: {"id":"a","choices":[{"delta":{"content":"second"},"finish_reason":null}],"obfuscation":"y"})"
    "\n\n"
    R"(data: {"id":"a","choices":[{"delta":{},"finish_reason":"stop"}]})"
    "\n\ndata: [DONE]\n\n";

TEST(EventStreamTest, ReadsEventsThatAreCutAnywhere) {
  for (std::size_t cut = 0; cut <= kStream.size(); ++cut) {
    EventStreamReader reader;
    std::vector<std::string> contents;
    const auto keep = [&](std::string_view content) { contents.emplace_back(content); };
    reader.take(kStream.substr(0, cut), keep);
    reader.take(kStream.substr(cut), keep);
    EXPECT_EQ(contents, (std::vector<std::string>{"first", "second"})) << cut;
    EXPECT_TRUE(reader.done());
  }
}

TEST(EventStreamTest, IsNotDoneBeforeItSaysSo) {
  EventStreamReader reader;
  reader.take(kStream.substr(0, kStream.size() - 4), [](std::string_view) {});
  EXPECT_FALSE(reader.done());
}

}  // namespace
}  // namespace bench
