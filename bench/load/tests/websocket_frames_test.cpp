#include "websocket_frames.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bench {
namespace {

// A frame as a server sends it.
std::string frame_of(std::string_view payload, char first = '\x81') {
  std::string bytes(1, first);
  if (payload.size() < 126) {
    bytes.push_back(static_cast<char>(payload.size()));
  } else if (payload.size() < 0x10000) {
    bytes += {'\x7e', static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size())};
  } else {
    bytes += {'\x7f', 0, 0, 0, 0};
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(payload.size() >> shift));
  }
  return bytes.append(payload);
}

// Reads as a student does: what is not used is given again with what follows.
std::vector<std::string> read_in_pieces(const std::vector<std::string_view>& pieces) {
  std::vector<std::string> payloads;
  std::string kept;
  for (const std::string_view piece : pieces) {
    kept.append(piece);
    std::string_view rest = kept;
    Frame frame;
    while (take_frame(rest, frame) == FrameState::kFrame) payloads.emplace_back(frame.payload);
    kept = std::string(rest);
  }
  EXPECT_EQ(kept, "");
  return payloads;
}

TEST(WebSocketFramesTest, ReadsFramesThatAreCutAnywhere) {
  const std::vector<std::string> expected{"", "2", std::string(125, 'a'), std::string(126, 'b'),
                                          std::string(300, 'c')};
  std::string bytes;
  for (const std::string& payload : expected) bytes += frame_of(payload);
  const std::string_view all = bytes;
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    EXPECT_EQ(read_in_pieces({all.substr(0, cut), all.substr(cut)}), expected) << cut;
  }
  std::vector<std::string_view> letters;
  for (std::size_t i = 0; i < all.size(); ++i) letters.push_back(all.substr(i, 1));
  EXPECT_EQ(read_in_pieces(letters), expected);
}

TEST(WebSocketFramesTest, ReadsTheThreeFormsOfALength) {
  for (const std::size_t size : {125u, 126u, 65'535u, 65'536u, 200'000u}) {
    const std::string payload(size, 'x');
    EXPECT_EQ(read_in_pieces({frame_of(payload)}), std::vector{payload}) << size;
  }
}

TEST(WebSocketFramesTest, TellsOpcodesAndWhatIsNotTheLastFrame) {
  const std::string bytes = frame_of("a", '\x01') + frame_of("b", '\x80') + frame_of("p", '\x89');
  std::string_view rest = bytes;
  Frame frame;
  ASSERT_EQ(take_frame(rest, frame), FrameState::kFrame);
  EXPECT_EQ(frame.opcode, Opcode::kText);
  EXPECT_FALSE(frame.last);
  ASSERT_EQ(take_frame(rest, frame), FrameState::kFrame);
  EXPECT_EQ(frame.opcode, Opcode::kContinuation);
  EXPECT_TRUE(frame.last);
  ASSERT_EQ(take_frame(rest, frame), FrameState::kFrame);
  EXPECT_EQ(frame.opcode, Opcode::kPing);
}

TEST(WebSocketFramesTest, RefusesWhatAServerMayNotSend) {
  for (const std::string& bytes : {std::string("\xc1\x00", 2),     // compressed, which nobody has agreed upon
                                   std::string("\x83\x00", 2),     // no such opcode
                                   std::string("\x81\x80", 2)}) {  // masked
    std::string_view rest = bytes;
    Frame frame;
    EXPECT_EQ(take_frame(rest, frame), FrameState::kInvalid);
  }
}

TEST(WebSocketFramesTest, MasksWhatAClientSends) {
  std::string bytes;
  append_frame(bytes, Opcode::kText, "Hello", 0x3d21fa37);  // the example of RFC 6455, section 5.7
  EXPECT_EQ(bytes, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
}

}  // namespace
}  // namespace bench
