#include "event_stream.h"

namespace bench {
namespace {

constexpr std::string_view kData = "data: ";
constexpr std::string_view kContent = R"("content":")";

}  // namespace

std::string_view EventStreamReader::read_line(std::string_view line) {
  if (!line.starts_with(kData)) return {};
  if (line == "data: [DONE]" || line == "data: [DONE]\r") done_ = true;
  if (content_at_ >= line.size() || !line.substr(content_at_).starts_with(kContent)) {
    const std::size_t at = line.find(kContent);
    if (at == std::string_view::npos) return {};
    content_at_ = at;
  }
  const std::string_view content = line.substr(content_at_ + kContent.size());
  return content.substr(0, content.find('"'));
}

}  // namespace bench
