#include <string>

#include <gtest/gtest.h>
#include <zlib.h>

#include <net/content_coding.h>

namespace net {
namespace {

TEST(ContentCoding, PrefersGzipAmongEquals) {
  EXPECT_EQ(preferred_coding("gzip, deflate, br"), ContentCoding::kGzip);
  EXPECT_EQ(preferred_coding("deflate, gzip"), ContentCoding::kGzip);
  EXPECT_EQ(preferred_coding("br, Deflate"), ContentCoding::kDeflate);
  EXPECT_EQ(preferred_coding("*"), ContentCoding::kGzip);
}

TEST(ContentCoding, HonoursWeights) {
  EXPECT_EQ(preferred_coding("gzip;q=0.5, deflate;q=0.8"), ContentCoding::kDeflate);
  EXPECT_EQ(preferred_coding("gzip ; Q=0.500 , deflate;q=0.499"), ContentCoding::kGzip);
  EXPECT_EQ(preferred_coding("identity, gzip;q=0.5"), ContentCoding::kIdentity);
  EXPECT_EQ(preferred_coding("identity;q=0.5, gzip;q=0.5"), ContentCoding::kGzip);
  EXPECT_EQ(preferred_coding("gzip;q=1.000"), ContentCoding::kGzip);
}

TEST(ContentCoding, AWeightOfZeroRefuses) {
  EXPECT_EQ(preferred_coding("gzip;q=0, deflate"), ContentCoding::kDeflate);
  EXPECT_EQ(preferred_coding("gzip;q=0.000"), ContentCoding::kIdentity);
  EXPECT_EQ(preferred_coding("*, gzip;q=0, deflate;q=0"), ContentCoding::kIdentity);
  EXPECT_EQ(preferred_coding("gzip, *;q=0"), ContentCoding::kGzip);
}

TEST(ContentCoding, WithoutAWordNothingIsCompressed) {
  EXPECT_EQ(preferred_coding(""), ContentCoding::kIdentity);
  EXPECT_EQ(preferred_coding("br, zstd"), ContentCoding::kIdentity);
  EXPECT_EQ(preferred_coding("gzip;q=much, deflate;level=9"), ContentCoding::kIdentity);
  EXPECT_EQ(preferred_coding("gzip;q=, deflate;q=2, *;q=1x"), ContentCoding::kIdentity);
}

// What a client would read; zlib tells the two formats apart by itself.
std::string decoded(const std::string& encoded, std::size_t most) {
  std::string plain(most, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 32), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
  stream.avail_in = static_cast<uInt>(encoded.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  return plain;
}

TEST(ContentCoding, EncodesPieceByPiece) {
  std::string body;
  for (int i = 0; body.size() < 200'000; ++i) body += std::to_string(i * 7919);
  for (const auto& [coding, first_byte] :
       {std::pair(ContentCoding::kGzip, '\x1f'), std::pair(ContentCoding::kDeflate, '\x78')}) {
    ContentEncoder encoder(coding);
    for (std::size_t at = 0; at < body.size(); at += 30'000)
      encoder.add(std::string_view(body).substr(at, 30'000));
    const std::string encoded = encoder.finish();
    EXPECT_EQ(encoded[0], first_byte) << name_of(coding);
    EXPECT_LT(encoded.size(), body.size());
    EXPECT_EQ(decoded(encoded, body.size() + 1), body) << name_of(coding);
  }
}

}  // namespace
}  // namespace net
