#include "message_deflate.h"

#include <algorithm>
#include <new>

#include <zlib.h>

namespace net {

namespace {

// Fast rather than small: the loop has other connections to serve.
constexpr int kCompressionLevel = 3;
constexpr int kCompressionMemory = 4;

constexpr std::size_t kLeastRoom = 256;

// How every message ends before this is left out on the wire (section 7.2.1).
constexpr std::string_view kTail("\0\0\xff\xff", 4);

// What the stream is to read next; it outlives that.
void feed(z_stream& stream, std::string_view bytes) {
  // zlib does not write to its input.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.begin()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

// Calls `step` with the stream's output at `room` further bytes of `out`, of which those that are filled
// stay.
template <class Step>
void append(std::string& out, std::size_t room, z_stream& stream, Step step) {
  const std::size_t before = out.size();
  out.resize_and_overwrite(before + room, [&](char* text, std::size_t size) {
    stream.next_out = reinterpret_cast<Bytef*>(text + before);
    stream.avail_out = static_cast<uInt>(size - before);
    step();
    return size - stream.avail_out;
  });
}

}  // namespace

struct MessageDeflater::Stream : z_stream {
  explicit Stream(int window_bits) : z_stream() {
    // A negative window: bare deflate, without the head and the sum of zlib's own format.
    if (deflateInit2(this, kCompressionLevel, Z_DEFLATED, -window_bits, kCompressionMemory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Stream() { deflateEnd(this); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

MessageDeflater::MessageDeflater(const DeflateParameters& agreed)
    : window_bits_(agreed.server_window_bits), forgets_(agreed.server_no_context_takeover) {}

MessageDeflater::~MessageDeflater() = default;

std::string MessageDeflater::deflate(std::string_view message) {
  if (!stream_) stream_ = std::make_unique<Stream>(window_bits_);
  feed(*stream_, message);
  std::string out;
  do {
    append(out, out.size() + message.size() / 2 + kLeastRoom, *stream_,
           [this] { (void)::deflate(stream_.get(), Z_SYNC_FLUSH); });
  } while (stream_->avail_out == 0);
  out.resize(out.size() - kTail.size());
  if (forgets_) stream_.reset();
  return out;
}

struct MessageInflater::Stream : z_stream {
  explicit Stream(int window_bits) : z_stream() {
    if (inflateInit2(this, -window_bits) != Z_OK) throw std::bad_alloc();
  }
  ~Stream() { inflateEnd(this); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

MessageInflater::MessageInflater(const DeflateParameters& agreed)
    : window_bits_(agreed.client_window_bits), forgets_(agreed.client_no_context_takeover) {}

MessageInflater::~MessageInflater() = default;

std::expected<std::string_view, MessageInflater::Failure> MessageInflater::inflate(std::string_view payload,
                                                                                   std::size_t limit_bytes) {
  if (!stream_) stream_ = std::make_unique<Stream>(window_bits_);
  message_.clear();
  auto taken = take(payload, limit_bytes);
  if (taken) taken = take(kTail, limit_bytes);
  if (!taken) return std::unexpected(taken.error());
  if (forgets_) stream_.reset();
  return message_;
}

std::expected<void, MessageInflater::Failure> MessageInflater::take(std::string_view part,
                                                                    std::size_t limit_bytes) {
  feed(*stream_, part);
  do {
    // With one byte more than there may be it is known that there are too many.
    const std::size_t room = std::min(message_.size() + kLeastRoom, limit_bytes + 1 - message_.size());
    int state = Z_OK;
    append(message_, room, *stream_, [&] { state = ::inflate(stream_.get(), Z_SYNC_FLUSH); });
    if (message_.size() > limit_bytes) return std::unexpected(Failure::kTooBig);
    // A final block in the middle of a message is allowed, if odd (section 7.2.3.5).
    if (state == Z_STREAM_END) state = inflateReset(stream_.get());
    if (state != Z_OK && state != Z_BUF_ERROR) return std::unexpected(Failure::kCorrupt);
  } while (stream_->avail_in > 0 || stream_->avail_out == 0);
  return {};
}

}  // namespace net
