#include <string>

#include <gtest/gtest.h>

#include <socketio/decoder.h>

namespace socketio {
namespace {

using Step = Decoder::Step;

Packet decoded(std::string_view text) {
  Decoder decoder({});
  EXPECT_EQ(decoder.text(text), Step::kPacket) << text;
  return decoder.take();
}

Step step_of(std::string_view text) {
  Decoder decoder({});
  return decoder.text(text);
}

std::string data_of(const Packet& packet) {
  return packet.data ? boost::json::serialize(*packet.data) : "none";
}

TEST(Decoder, ReadsAConnect) {
  Packet packet = decoded("0");
  EXPECT_EQ(packet.type, PacketType::kConnect);
  EXPECT_EQ(packet.nsp, "/");
  EXPECT_FALSE(packet.data);
  packet = decoded(R"(0/admin,{"token":"123"})");
  EXPECT_EQ(packet.nsp, "/admin");
  EXPECT_EQ(data_of(packet), R"({"token":"123"})");
  EXPECT_EQ(decoded("0/admin").nsp, "/admin");
  EXPECT_EQ(decoded("0/admin?x=1,").nsp, "/admin?x=1");
}

TEST(Decoder, ReadsADisconnect) {
  EXPECT_EQ(decoded("1").type, PacketType::kDisconnect);
  EXPECT_EQ(decoded("1/admin,").nsp, "/admin");
}

TEST(Decoder, ReadsEventsAndAcks) {
  Packet packet = decoded(R"(2["a",1])");
  EXPECT_EQ(packet.type, PacketType::kEvent);
  EXPECT_FALSE(packet.ack_id);
  EXPECT_EQ(data_of(packet), R"(["a",1])");
  packet = decoded(R"(2/chat,007["a"])");
  EXPECT_EQ(packet.nsp, "/chat");
  EXPECT_EQ(packet.ack_id, 7U);
  packet = decoded("312[]");
  EXPECT_EQ(packet.type, PacketType::kAck);
  EXPECT_EQ(packet.ack_id, 12U);
}

TEST(Decoder, TakesWhatOthersAccept) {
  for (const char* text :
       {R"(2[5,"x"])", R"(2["a"] )", "2", "3[]", "31", R"(2["a",{"_placeholder":true,"num":9}])"}) {
    EXPECT_EQ(step_of(text), Step::kPacket) << text;
  }
}

TEST(Decoder, RefusesWhatIsNoPacket) {
  for (const char* text : {"",
                           "7",
                           "x",
                           "-1",
                           "2{",
                           "2abc",
                           "2{}",
                           "2[]",
                           "2[null]",
                           "2[{}]",
                           "2[true]",
                           "3{}",
                           "3\"x\"",
                           "0[]",
                           "0\"x\"",
                           "0null",
                           "1{}",
                           "1[]",
                           "4",
                           "4{\"message\":\"x\"}",
                           "2abc[\"a\"]",
                           "21.5[\"a\"]",
                           "2-1[\"a\"]",
                           "2[\"a\"]x",
                           "2[\"a\"",
                           "29999999999999999[\"a\"]"}) {
    EXPECT_EQ(step_of(text), Step::kError) << text;
  }
}

TEST(Decoder, RefusesReservedNames) {
  for (const char* name :
       {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
    EXPECT_EQ(step_of(std::string(R"(2[")") + name + R"("])"), Step::kError) << name;
    EXPECT_EQ(step_of(std::string(R"(3["x",")") + name + R"("])"), Step::kPacket) << name;
  }
}

TEST(Decoder, CollectsAttachments) {
  Decoder decoder({});
  EXPECT_EQ(
      decoder.text(R"(52-/n,8["e",{"_placeholder":true,"num":1},{"b":[{"_placeholder":true,"num":0}]}])"),
      Step::kIncomplete);
  EXPECT_EQ(decoder.binary("one"), Step::kIncomplete);
  EXPECT_EQ(decoder.binary(""), Step::kPacket);
  const Packet packet = decoder.take();
  EXPECT_EQ(packet.type, PacketType::kEvent);
  EXPECT_EQ(packet.nsp, "/n");
  EXPECT_EQ(packet.ack_id, 8U);
  EXPECT_EQ(packet.attachments, (std::vector<std::string>{"one", ""}));
  EXPECT_EQ(decoder.text(R"(2["next"])"), Step::kPacket);
}

TEST(Decoder, AnAttachmentNeedNotBeReferenced) {
  Decoder decoder({});
  EXPECT_EQ(decoder.text(R"(61-4["x"])"), Step::kIncomplete);
  EXPECT_EQ(decoder.binary("b"), Step::kPacket);
  EXPECT_EQ(decoder.take().type, PacketType::kAck);
}

TEST(Decoder, TakesTenAttachmentsAndNoMore) {
  EXPECT_EQ(step_of(R"(510-["e"])"), Step::kIncomplete);
  for (const char* text : {R"(50-["e"])", R"(511-["e"])", R"(5["e"])", R"(51["e"])", R"(5-["e"])", "51-",
                           R"(5999999999999999999999-["e"])"}) {
    EXPECT_EQ(step_of(text), Step::kError) << text;
  }
}

TEST(Decoder, RefusesPlaceholdersOfNothing) {
  for (const char* num : {"1", "-1", "0.5", "\"0\"", "null"}) {
    EXPECT_EQ(step_of(std::string(R"(51-["e",[{"_placeholder":true,"num":)") + num + "}]]"), Step::kError)
        << num;
  }
  EXPECT_EQ(step_of(R"(51-["e",{"_placeholder":true}])"), Step::kError);
  EXPECT_EQ(step_of(R"(51-["e",{"_placeholder":false,"num":7}])"), Step::kIncomplete);
}

TEST(Decoder, RefusesBytesThatWereNotAnnounced) {
  Decoder decoder({});
  EXPECT_EQ(decoder.binary("b"), Step::kError);
}

TEST(Decoder, RefusesTextBetweenAttachments) {
  Decoder decoder({});
  EXPECT_EQ(decoder.text(R"(51-["e"])"), Step::kIncomplete);
  EXPECT_EQ(decoder.text(R"(2["a"])"), Step::kError);
}

TEST(Decoder, LimitsTheDepthOfJson) {
  const auto nested = [](std::size_t depth) {
    return "2[\"e\"," + std::string(depth, '[') + std::string(depth, ']') + "]";
  };
  EXPECT_EQ(step_of(nested(31)), Step::kPacket);
  EXPECT_EQ(step_of(nested(32)), Step::kError);
  EXPECT_EQ(step_of(nested(100'000)), Step::kError);
}

}  // namespace
}  // namespace socketio
