#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <engineio/payload.h>

namespace engineio {
namespace {

using Step = PayloadReader::Step;

TEST(Packet, HasATypeAndAPayload) {
  const auto packet = decode_text_packet("4hello");
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->type, PacketType::kMessage);
  EXPECT_EQ(packet->payload, "hello");
  EXPECT_FALSE(packet->binary);
  EXPECT_EQ(decode_text_packet("2probe")->type, PacketType::kPing);
  EXPECT_EQ(decode_text_packet("6")->payload, "");
}

TEST(Packet, RefusesWhatHasNoType) {
  for (const char* text : {"", "7", "abc", "-1", " 4"}) EXPECT_FALSE(decode_text_packet(text)) << text;
}

TEST(Payload, JoinsPacketsAndEncodesBytes) {
  const std::vector<Frame> frames = {Frame::text("4hello"), Frame::binary("\x01\x02\x03\x04"),
                                     Frame::text("2")};
  EXPECT_EQ(encode_payload(frames),
            "4hello\x1e"
            "bAQIDBA==\x1e"
            "2");
  EXPECT_EQ(encode_payload({}), "");
}

TEST(Payload, IsTakenApartInOrder) {
  PayloadReader reader(
      "4hello\x1e"
      "bAQIDBA==\x1e"
      "1");
  Packet packet;
  ASSERT_EQ(reader.next(packet), Step::kPacket);
  EXPECT_EQ(packet.payload, "hello");
  ASSERT_EQ(reader.next(packet), Step::kPacket);
  EXPECT_TRUE(packet.binary);
  EXPECT_EQ(packet.payload, "\x01\x02\x03\x04");
  ASSERT_EQ(reader.next(packet), Step::kPacket);
  EXPECT_EQ(packet.type, PacketType::kClose);
  EXPECT_EQ(reader.next(packet), Step::kEnd);
}

TEST(Payload, HandsOutWhatPrecedesAMalformedPacket) {
  for (const char* tail : {"", "x", "b*", "bA"}) {
    const std::string body = std::string("4a\x1e") + tail +
                             "\x1e"
                             "4b";
    PayloadReader reader(body);
    Packet packet;
    EXPECT_EQ(reader.next(packet), Step::kPacket);
    EXPECT_EQ(reader.next(packet), Step::kMalformed) << tail;
    EXPECT_EQ(reader.next(packet), Step::kEnd);
  }
}

TEST(Payload, WithNothingInItIsMalformed) {
  PayloadReader reader("");
  Packet packet;
  EXPECT_EQ(reader.next(packet), Step::kMalformed);
}

TEST(Frame, SharedBytesAreTheSameBytes) {
  Frame frame = Frame::text("4" + std::string(100, 'x'));
  frame.share();
  const Frame copy = frame;
  EXPECT_EQ(copy.bytes().data(), frame.bytes().data());
  EXPECT_EQ(std::move(frame).payload().view(), copy.bytes());
}

TEST(Frame, OwnedBytesAreMovedOut) {
  Frame frame = Frame::binary(std::string(100, 'x'));
  const char* const data = frame.bytes().data();
  EXPECT_EQ(std::move(frame).payload().view().data(), data);
}

}  // namespace
}  // namespace engineio
