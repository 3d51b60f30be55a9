// The events of a model's answer out of a byte stream that may be cut anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

// One answer's. Knows of the format only what tells content from the rest.
class EventStreamReader {
 public:
  // Calls `on_content` with the content of every event that `piece` completes and that has any.
  template <class OnContent>
  void take(std::string_view piece, OnContent on_content);
  // "[DONE]" has come.
  [[nodiscard]] bool done() const { return done_; }

 private:
  // The content of the event in this line; empty if there is none.
  [[nodiscard]] std::string_view read_line(std::string_view line);

  std::string part_;            // the beginning of a line
  std::size_t content_at_ = 0;  // in the last line: it will be there in the next one too
  bool done_ = false;
};

template <class OnContent>
void EventStreamReader::take(std::string_view piece, OnContent on_content) {
  for (;;) {
    const std::size_t end = piece.find('\n');
    if (end == std::string_view::npos) {
      part_.append(piece);
      return;
    }
    std::string_view line = piece.substr(0, end);
    piece.remove_prefix(end + 1);
    if (!part_.empty()) {
      part_.append(line);
      line = part_;
    }
    if (const std::string_view content = read_line(line); !content.empty()) on_content(content);
    part_.clear();
  }
}

}  // namespace bench
