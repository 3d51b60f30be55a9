// An HTTP/1.1 response from a byte stream (RFC 9112).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace openai {

// Owned by a connection; reads one response after the other. Pure. Informational responses (1xx) are skipped.
class ResponseReader {
 public:
  class Sink {
   public:
    virtual ~Sink() = default;
    // A piece of the body, without its framing. False: the rest is of no interest.
    [[nodiscard]] virtual bool body(std::string_view bytes) = 0;
  };

  enum class Step : std::uint8_t {
    kNeedMore,
    kDone,     // the response is whole; `begin` starts the next
    kStopped,  // the sink did not want the rest
    kBroken,   // not HTTP/1.1, or cut: words()
  };

  // The sink outlives this.
  explicit ResponseReader(Sink& sink);
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  void begin();
  // Bytes beyond the end of the response make it broken: nothing was asked that they could answer.
  [[nodiscard]] Step read(std::string_view bytes);
  // The server has closed the connection, which is how some responses end.
  [[nodiscard]] Step end_of_stream();
  // Brings what `read` needs into the processor's cache, without waiting for it.
  void prefetch() const;

  // Of the final response; 0: its head has not come yet.
  [[nodiscard]] int status() const;
  // The Retry-After field as it came, or empty.
  [[nodiscard]] std::string_view retry_after() const;
  // Whether the connection can carry another request after this response.
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] const std::string& words() const { return words_; }

 private:
  class Parser;

  Step broken(std::string words);

  Sink& sink_;
  std::unique_ptr<Parser> parser_;
  std::string rest_;  // received, and of use only with what follows
  std::string words_;
};

}  // namespace openai
