// Responses of a hostile model's server: however the bytes are cut, the reader says the same of them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <response_reader.h>

namespace {

using openai::ResponseReader;

class Kept final : public ResponseReader::Sink {
 public:
  bool body(std::string_view bytes) override {
    text.append(bytes);
    return true;
  }

  std::string text;
};

struct Reading {
  ResponseReader::Step step = ResponseReader::Step::kNeedMore;
  std::string body;
  int status = 0;
  std::string retry_after;
  bool operator==(const Reading&) const = default;
};

Reading read(std::string_view bytes, std::size_t piece) {
  Kept kept;
  ResponseReader reader(kept);
  Reading reading;
  while (!bytes.empty() && reading.step == ResponseReader::Step::kNeedMore) {
    const std::string part(bytes.substr(0, piece));
    bytes.remove_prefix(part.size());
    reading.step = reader.read(part);
  }
  // Bytes after the end make a response broken; cut there, they are never shown to the reader.
  if (reading.step == ResponseReader::Step::kDone && !bytes.empty())
    reading.step = ResponseReader::Step::kBroken;
  if (reading.step == ResponseReader::Step::kNeedMore) reading.step = reader.end_of_stream();
  if (reading.step == ResponseReader::Step::kBroken) return {reading.step, {}, 0, {}};
  reading.body = kept.text;
  reading.status = reader.status();
  reading.retry_after = reader.retry_after();
  return reading;
}

}  // namespace

// The input's first byte is the size of the pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const std::size_t piece = std::max<std::size_t>(bytes[0] % 32, 1);
  if (!(read(stream, piece) == read(stream, stream.size()))) std::abort();
  return 0;
}
