// HTTP/1.1 responses out of a byte stream that may be cut anywhere.
#pragma once

#include <cstdint>
#include <string_view>

namespace bench {

enum class HttpPart {
  kIncomplete,  // more bytes are needed
  kBody,        // a piece of the body
  kEnd,         // of the response; the next one may follow
  kInvalid,
};

// Reads one response after another on one connection. Bodies have a length or are chunked.
class HttpResponseReader {
 public:
  // Takes the next part from the front of `bytes`; what it leaves is to be given again with more behind it.
  [[nodiscard]] HttpPart next(std::string_view& bytes, std::string_view& piece);
  // Of the response that is being read, once its head has come.
  [[nodiscard]] int status() const { return status_; }
  // Nothing of a response has come.
  [[nodiscard]] bool between_responses() const { return state_ == State::kHead; }

 private:
  enum class State { kHead, kBody, kChunkSize, kChunk, kChunkEnd, kTrailer };

  bool read_head(std::string_view head);
  HttpPart take_piece(std::string_view& bytes, std::string_view& piece);

  State state_ = State::kHead;
  int status_ = 0;
  bool chunked_ = false;
  std::uint64_t left_ = 0;  // of the body, or of the chunk
};

}  // namespace bench
