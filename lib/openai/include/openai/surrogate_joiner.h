// Joins characters that a server cut in the middle of their JSON escape: "\ud83d" in one event, "\ude00" in
// the next.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace openai {

// JSON text with every lone surrogate escape written as the three bytes that UTF-8 forbids for it ("WTF-8"),
// since strict parsers refuse such an escape. Returns `json` itself when there is none, else a view of `out`.
[[nodiscard]] std::string_view lone_surrogates_as_bytes(std::string_view json, std::string& out);

// Makes well-formed UTF-8 of pieces of text that may hold surrogate halves as bytes. A high half waits for
// the low half at the start of the next piece; a half without its other becomes U+FFFD, as does whatever else
// is malformed.
class SurrogateJoiner {
 public:
  // Whether `append` would change nothing of the piece.
  [[nodiscard]] bool leaves_as_it_is(std::string_view piece) const;
  // Appends the piece to `out`.
  void append(std::string_view piece, std::string& out);
  // Appends what a half that still waits becomes when nothing follows.
  void end(std::string& out);

 private:
  std::uint32_t waiting_ = 0;  // a high surrogate; 0: none
};

}  // namespace openai
