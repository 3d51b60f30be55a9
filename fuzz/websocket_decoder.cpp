// The bytes of a WebSocket's client, cut anywhere: the cuts change nothing that is heard, no message is over
// the limit, text is UTF-8, and an echo of all that is heard is what a decoder hears again.
//
// The first byte says what has been agreed on and where the bytes are cut; the others come over the
// connection.
#include "websocket_decoder.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <base/utf.h>

#include "client_frames.h"
#include "require.h"

namespace {

using Event = net::WebSocketDecoder::Event;

constexpr std::size_t kLimit = 300;

struct Heard {
  Event event;
  std::string payload;
  bool binary;
  net::CloseCode code;

  bool operator==(const Heard&) const = default;
};

std::vector<Heard> decode(std::string bytes, std::size_t step, bool deflate) {
  net::WebSocketDecoder decoder(
      kLimit, deflate ? std::make_unique<net::MessageInflater>(net::DeflateParameters{}) : nullptr);
  std::vector<Heard> heard;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    std::span<char> part(bytes.data() + at, std::min(step, bytes.size() - at));
    Event event = Event::kNeedMore;
    while ((event = decoder.next(part)) != Event::kNeedMore) {
      const bool failed = event == Event::kTooBig || event == Event::kViolation;
      const bool message = event == Event::kMessage;
      const bool coded = failed || event == Event::kClose;
      heard.push_back({.event = event,
                       .payload = failed ? std::string() : std::string(decoder.payload()),
                       .binary = message && decoder.is_binary(),
                       .code = coded ? decoder.close_code() : net::CloseCode::kNone});
      require(decoder.violation().empty() == (event != Event::kViolation));
      require(!message || decoder.payload().size() <= kLimit);
      require(!message || decoder.is_binary() || base::is_utf8(decoder.payload()));
      require(message || failed || decoder.payload().size() <= net::kMaxControlPayloadBytes);
      if (failed) return heard;
    }
    require(part.empty());
  }
  return heard;
}

unsigned first_byte_of(const Heard& heard) {
  constexpr unsigned kFinal = 0x80;
  switch (heard.event) {
    case Event::kMessage:
      return kFinal | (heard.binary ? 2U : 1U);
    case Event::kClose:
      return kFinal | 8U;
    case Event::kPing:
      return kFinal | 9U;
    default:
      return kFinal | 10U;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool deflate = (data[0] & 0x80) != 0;
  const std::size_t step = 1 + (data[0] & 0x7f);
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<Heard> whole = decode(bytes, std::max<std::size_t>(bytes.size(), 1), deflate);
  require(decode(bytes, step, deflate) == whole);

  std::string echo;
  for (const Heard& heard : whole) {
    if (heard.event == Event::kTooBig || heard.event == Event::kViolation) {
      whole.pop_back();  // the last
      break;
    }
    echo += net::client_frame(first_byte_of(heard), net::close_payload(heard.code) + heard.payload);
  }
  require(decode(echo, step, deflate) == whole);
  return 0;
}
