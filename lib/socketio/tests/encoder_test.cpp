#include <gtest/gtest.h>

#include <socketio/encoder.h>

namespace socketio {
namespace {

TEST(Encoder, Events) {
  EXPECT_EQ(encode_event("/", "hello", {1, "two", nullptr}, 0, {}), R"(42["hello",1,"two",null])");
  EXPECT_EQ(encode_event("/", "hello", {}, 0, {}), R"(42["hello"])");
  EXPECT_EQ(encode_event("/admin", "hello", {}, 0, 12), R"(42/admin,12["hello"])");
  EXPECT_EQ(encode_event("/", "say \"hi\"", {}, 0, {}), R"(42["say \"hi\""])");
}

TEST(Encoder, BinaryEvents) {
  const boost::json::object placeholder = {{"_placeholder", true}, {"num", 0}};
  EXPECT_EQ(encode_event("/", "echo", {placeholder}, 1, {}), R"(451-["echo",{"_placeholder":true,"num":0}])");
  EXPECT_EQ(encode_event("/admin", "echo", {placeholder}, 1, 7),
            R"(451-/admin,7["echo",{"_placeholder":true,"num":0}])");
}

TEST(Encoder, EventsThatAreSerializedAlready) {
  EXPECT_EQ(encode_event_json("/", "stream", R"({"offset":3},2)"), R"(42["stream",{"offset":3},2])");
  EXPECT_EQ(encode_event_json("/chat", "stream", ""), R"(42/chat,["stream"])");
}

TEST(Encoder, Acks) {
  EXPECT_EQ(encode_ack("/", 7, {"result"}, 0), R"(437["result"])");
  EXPECT_EQ(encode_ack("/", 7, {}, 0), "437[]");
  EXPECT_EQ(encode_ack("/admin", 0, {boost::json::object{{"_placeholder", true}, {"num", 0}}}, 1),
            R"(461-/admin,0[{"_placeholder":true,"num":0}])");
}

TEST(Encoder, Connections) {
  EXPECT_EQ(encode_connect("/", "abc", ""), R"(40{"sid":"abc"})");
  EXPECT_EQ(encode_connect("/admin", "abc", ""), R"(40/admin,{"sid":"abc"})");
  EXPECT_EQ(encode_connect("/", "abc", "xyz"), R"(40{"sid":"abc","pid":"xyz"})");
  EXPECT_EQ(encode_connect_error("/random", "Invalid namespace", nullptr),
            R"(44/random,{"message":"Invalid namespace"})");
  EXPECT_EQ(encode_connect_error("/", "no", boost::json::object{{"code", 1}}),
            R"(44{"message":"no","data":{"code":1}})");
  EXPECT_EQ(encode_disconnect("/"), "41");
  EXPECT_EQ(encode_disconnect("/admin"), "41/admin,");
}

TEST(Encoder, LongTextAndControlCharacters) {
  const std::string text(10'000, 'x');
  EXPECT_EQ(encode_event("/", "e", {boost::json::string(text)}, 0, {}), R"(42["e",")" + text + R"("])");
  EXPECT_EQ(encode_event("/", "e", {boost::json::string(std::string_view("\0\n", 2))}, 0, {}),
            R"(42["e","\u0000\n"])");
}

}  // namespace
}  // namespace socketio
