// Messages through permessage-deflate (RFC 7692, section 7.2).
#include "message_deflate.h"

#include <gtest/gtest.h>

namespace net {
namespace {

using Failure = MessageInflater::Failure;

constexpr std::size_t kLimit = 1'000'000;

std::string mixed(std::size_t size) {
  std::string text;
  while (text.size() < size) text += std::to_string(text.size() * 7919);
  text.resize(size);
  return text;
}

TEST(MessageDeflate, ReadsTheExamplesOfTheRfc) {
  MessageInflater inflater({});
  const auto read = [&](std::string_view payload) {
    return std::string(inflater.inflate(payload, kLimit).value_or("?"));
  };
  EXPECT_EQ(read({"\xf2\x48\xcd\xc9\xc9\x07\x00", 7}), "Hello");
  EXPECT_EQ(read({"\xf2\x00\x11\x00\x00", 5}), "Hello") << "out of the window of the first";
  EXPECT_EQ(read({"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11}), "Hello") << "stored";
  EXPECT_EQ(read({"\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8}), "Hello") << "a final block";
  EXPECT_EQ(read({"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13}), "Hello") << "two blocks";
}

TEST(MessageDeflate, ComesBackWhole) {
  for (const bool forgets : {false, true}) {
    const DeflateParameters agreed{.server_window_bits = 12,
                                   .server_no_context_takeover = forgets,
                                   .client_no_context_takeover = forgets};
    MessageDeflater deflater(agreed);
    MessageInflater inflater(agreed);
    for (const std::size_t size : {1, 2, 100, 5000, 100'000, 1'000'000}) {
      for (int i = 0; i < 2; ++i) {
        const std::string message = mixed(size);
        EXPECT_EQ(inflater.inflate(deflater.deflate(message), kLimit).value_or("?"), message) << size;
      }
    }
  }
}

TEST(MessageDeflate, RemembersWhatWasSentBefore) {
  MessageDeflater deflater({});
  const std::size_t first = deflater.deflate(mixed(1000)).size();
  EXPECT_LT(deflater.deflate(mixed(1000)).size(), first / 4);
  MessageDeflater forgetful({.server_no_context_takeover = true});
  EXPECT_EQ(forgetful.deflate(mixed(1000)), forgetful.deflate(mixed(1000)));
}

TEST(MessageDeflate, StopsAtTheLimit) {
  MessageDeflater deflater({});
  const std::string payload = deflater.deflate(std::string(1001, 'x'));
  EXPECT_EQ(MessageInflater({}).inflate(payload, 1001).value_or("?").size(), 1001U);
  EXPECT_EQ(MessageInflater({}).inflate(payload, 1000).error(), Failure::kTooBig);
}

TEST(MessageDeflate, TellsWhatIsNoDeflate) {
  EXPECT_EQ(MessageInflater({}).inflate("\xff\xff\xff", kLimit).error(), Failure::kCorrupt);
}

}  // namespace
}  // namespace net
