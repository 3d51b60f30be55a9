#include "surrogates.h"

#include <string>

#include <gtest/gtest.h>

#include <socketio/decoder.h>

namespace socketio {
namespace {

std::string replaced(std::string_view json) {
  return replace_lone_surrogates(json).value_or("unchanged");
}

TEST(LoneSurrogates, AreReplaced) {
  EXPECT_EQ(replaced(R"("\ud800")"), R"("\ufffd")");
  EXPECT_EQ(replaced(R"("\uDC00x")"), R"("\ufffdx")");
  EXPECT_EQ(replaced(R"("\ud800\ud800\udc00")"), R"("\ufffd\ud800\udc00")");
  EXPECT_EQ(replaced(R"("\udc00\ud800")"), R"("\ufffd\ufffd")");
  EXPECT_EQ(replaced(R"("\\\ud800")"), R"("\\\ufffd")");
  EXPECT_EQ(replaced(R"("\ud800\n")"), R"("\ufffd\n")");
}

TEST(LoneSurrogates, NothingElseIsTouched) {
  for (const char* json : {R"("\ud83d\ude00")", R"("\\ud800")", R"("\u00e9\u0000")", "\"plain\"", R"("\u")",
                           R"("\ud8)", "\\", R"("\u+800")", ""}) {
    EXPECT_EQ(replaced(json), "unchanged") << json;
  }
}

// What a JavaScript client can emit must reach the handler, which can then refuse it.
TEST(Decoder, TakesALoneSurrogateAndSaysSo) {
  Decoder decoder({});
  ASSERT_EQ(decoder.text(R"(2["message",{"content":"a\ud800b"}])"), Decoder::Step::kPacket);
  const Packet packet = decoder.take();
  EXPECT_TRUE(packet.had_lone_surrogate);
  EXPECT_EQ(packet.data->at(1).at("content").as_string(),
            "a\xef\xbf\xbd"
            "b");
}

TEST(Decoder, StillRefusesBadJsonWithALoneSurrogate) {
  Decoder decoder({});
  EXPECT_EQ(decoder.text(R"(2["message",{"content":"\ud800"])"), Decoder::Step::kError);
}

TEST(Decoder, KeepsPairsAndNul) {
  Decoder decoder({});
  ASSERT_EQ(decoder.text(R"(2["e","\ud83d\ude00\u0000"])"), Decoder::Step::kPacket);
  const Packet packet = decoder.take();
  EXPECT_FALSE(packet.had_lone_surrogate);
  EXPECT_EQ(packet.data->at(1).as_string(), std::string_view("\xf0\x9f\x98\x80\0", 5));
}

}  // namespace
}  // namespace socketio
