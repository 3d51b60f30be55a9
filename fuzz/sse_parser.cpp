// Event streams from a hostile server: however the bytes are cut, the events are the same, and whatever they
// say, the text read from them is well-formed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <base/utf.h>
#include <openai/chat_event.h>
#include <openai/sse_parser.h>

namespace {

struct Reading {
  std::vector<std::string> events;
  bool too_large = false;
  bool operator==(const Reading&) const = default;
};

void require(bool holds) {
  if (!holds) std::abort();
}

// Cuts the stream into pieces of the sizes that `cuts` names, over and over; no cuts: one piece.
Reading read(std::string_view stream, std::string_view cuts) {
  constexpr std::size_t kMaxEventBytes = 256;
  openai::SseParser parser(kMaxEventBytes);
  Reading reading;
  std::size_t cut = 0;
  while (!stream.empty() && !reading.too_large) {
    const std::size_t size =
        cuts.empty() ? stream.size() : static_cast<unsigned char>(cuts[cut++ % cuts.size()]) % 9;
    const std::string chunk(stream.substr(0, size));
    stream.remove_prefix(chunk.size());
    if (size == 0 && cut > cuts.size()) cuts = {};  // nothing but empty pieces would never end
    parser.push(chunk);
    openai::SseEvent event;
    openai::SseParser::Step step = parser.next(event);
    for (; step == openai::SseParser::Step::kEvent; step = parser.next(event)) {
      reading.events.emplace_back(event.data)
          .append("|")
          .append(event.type)
          .append("|")
          .append(event.last_event_id);
    }
    reading.too_large = step == openai::SseParser::Step::kTooLarge;
  }
  return reading;
}

void read_as_answer(std::string_view stream) {
  openai::SseParser parser(std::size_t{1} << 20);
  openai::ChatEventReader reader;
  parser.push(stream);
  openai::SseEvent event;
  while (parser.next(event) == openai::SseParser::Step::kEvent) {
    const auto said = reader.read(event.data);
    if (!said) continue;
    require(base::is_utf8(said->text));
    require(!said->error || base::is_utf8(*said->error));
  }
  require(base::is_utf8(reader.end()));
}

}  // namespace

// The input's first byte says how many of the next are the cuts; the rest is the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const std::string_view cuts = input.substr(0, bytes[0] % 8);
  const std::string_view stream = input.substr(cuts.size());
  require(read(stream, cuts) == read(stream, {}));
  read_as_answer(stream);
  return 0;
}
