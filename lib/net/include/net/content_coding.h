// Compression of HTTP answers: what the client takes (RFC 9110, section 12.5.3), and the bytes themselves.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace net {

enum class ContentCoding : std::uint8_t { kIdentity, kGzip, kDeflate };

// As in Content-Encoding.
[[nodiscard]] std::string_view name_of(ContentCoding coding);

// How much the client wants a coding, from 0 (not at all) to 1000. A coding that is not named has the weight
// of "*", or 0.
[[nodiscard]] int weight_of(std::string_view coding, std::string_view accept_encoding);

// What the client wants most; of equals gzip, then deflate. kIdentity when it wants neither, or wants the
// bare bytes more.
[[nodiscard]] ContentCoding preferred_coding(std::string_view accept_encoding);

// Compresses one body, piece by piece, so that a loop can do other things in between. Takes a quarter of a
// MiB while it lives.
class ContentEncoder {
 public:
  // Not for kIdentity.
  explicit ContentEncoder(ContentCoding coding);
  ~ContentEncoder();
  ContentEncoder(const ContentEncoder&) = delete;
  ContentEncoder& operator=(const ContentEncoder&) = delete;

  void add(std::string_view piece);
  // Ends the body and returns it.
  [[nodiscard]] std::string finish();

 private:
  struct Stream;

  void run(std::string_view piece, bool last);

  std::unique_ptr<Stream> stream_;
  std::string encoded_;
};

}  // namespace net
