#include <algorithm>
#include <cstddef>
#include <new>
#include <optional>
#include <utility>

#include <zlib.h>

#include <net/content_coding.h>

#include "ascii.h"
#include "field_list.h"

namespace net {
namespace {

constexpr int kFullWeight = 1000;

// "q=0.5" is 500 (RFC 9110, section 12.4.2). What is not understood is a refusal: bare bytes harm nobody.
int parse_weight(std::string_view parameter) {
  if (parameter.size() < 3 || ascii_lower(parameter[0]) != 'q' || parameter[1] != '=') return 0;
  parameter.remove_prefix(2);
  if (parameter[0] != '0' && parameter[0] != '1') return 0;
  int weight = parameter[0] == '1' ? kFullWeight : 0;
  if (parameter.size() > 1 && parameter[1] != '.') return 0;
  int digit_value = kFullWeight / 10;
  for (const char digit : parameter.substr(std::min<std::size_t>(2, parameter.size()))) {
    if (digit < '0' || digit > '9') return 0;
    weight += (digit - '0') * digit_value;
    digit_value /= 10;
  }
  return std::min(weight, kFullWeight);
}

std::optional<int> named_weight(std::string_view coding, std::string_view accept_encoding) {
  std::optional<int> weight;
  for_each_element(accept_encoding, [&](std::string_view element) {
    const std::size_t semicolon = element.find(';');
    if (!equals_ignoring_case(trim(element.substr(0, semicolon)), coding)) return;
    weight =
        semicolon == std::string_view::npos ? kFullWeight : parse_weight(trim(element.substr(semicolon + 1)));
  });
  return weight;
}

// A server's loop has other clients to serve: on what Socket.IO sends, level 6 takes five times as long for a
// fifth fewer bytes.
constexpr int kLevel = 1;
constexpr int kWindowBits = 15;
constexpr int kGzipFormat = 16;
constexpr int kMemoryLevel = 8;
constexpr std::size_t kLeastRoom = 4096;

}  // namespace

std::string_view name_of(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kGzip:
      return "gzip";
    case ContentCoding::kDeflate:
      return "deflate";
    case ContentCoding::kIdentity:
      break;
  }
  return "identity";
}

int weight_of(std::string_view coding, std::string_view accept_encoding) {
  if (const auto named = named_weight(coding, accept_encoding)) return *named;
  return named_weight("*", accept_encoding).value_or(0);
}

ContentCoding preferred_coding(std::string_view accept_encoding) {
  const int gzip = weight_of("gzip", accept_encoding);
  const int deflate = weight_of("deflate", accept_encoding);
  const int compressed = std::max(gzip, deflate);
  if (compressed == 0 || named_weight("identity", accept_encoding).value_or(0) > compressed)
    return ContentCoding::kIdentity;
  return gzip >= deflate ? ContentCoding::kGzip : ContentCoding::kDeflate;
}

struct ContentEncoder::Stream {
  z_stream zlib{};
};

ContentEncoder::ContentEncoder(ContentCoding coding) : stream_(std::make_unique<Stream>()) {
  const int window = coding == ContentCoding::kGzip ? kWindowBits + kGzipFormat : kWindowBits;
  const int made = deflateInit2(&stream_->zlib, kLevel, Z_DEFLATED, window, kMemoryLevel, Z_DEFAULT_STRATEGY);
  if (made != Z_OK) throw std::bad_alloc();
}

ContentEncoder::~ContentEncoder() {
  deflateEnd(&stream_->zlib);
}

void ContentEncoder::add(std::string_view piece) {
  run(piece, false);
}

std::string ContentEncoder::finish() {
  run({}, true);
  return std::move(encoded_);
}

void ContentEncoder::run(std::string_view piece, bool last) {
  z_stream& zlib = stream_->zlib;
  // zlib's interface is older than const.
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
  zlib.avail_in = static_cast<uInt>(piece.size());
  do {
    const std::size_t used = encoded_.size();
    const std::size_t room = std::max(kLeastRoom, piece.size() / 2);
    encoded_.resize_and_overwrite(used + room, [](char*, std::size_t size) { return size; });
    zlib.next_out = reinterpret_cast<Bytef*>(encoded_.data() + used);
    zlib.avail_out = static_cast<uInt>(room);
    (void)deflate(&zlib, last ? Z_FINISH : Z_NO_FLUSH);  // cannot fail: the stream is in order
    encoded_.resize(used + room - zlib.avail_out);
  } while (zlib.avail_out == 0);
}

}  // namespace net
