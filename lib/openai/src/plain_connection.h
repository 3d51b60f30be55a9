// One HTTP/1.1 connection without TLS.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "response_reader.h"
#include "transport.h"

namespace openai {

class EventForm;
class PlainCarriage;
class Transfer;

// From one look at a socket.
struct Received {
  std::string_view bytes = {};
  int error = 0;  // of errno; 0 and no bytes: the server has closed the connection
};

// Owned by its transport; carries one exchange at a time. Never blocks.
class PlainConnection final : private ResponseReader::Sink {
 public:
  enum class Step : std::uint8_t {
    kGoesOn,
    kDone,        // the response is whole
    kUnanswered,  // closed before a byte of the response: the request may never have been seen
    kBroken,      // words()
  };

  // Takes the socket over, which is connected and not blocking.
  explicit PlainConnection(int socket);
  ~PlainConnection() override;

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] PlainCarriage* carriage() const { return carriage_; }
  // Whether a former exchange went over it, so that the server may have closed it meanwhile.
  [[nodiscard]] bool is_used() const { return used_; }

  // Whether the server has left it open, as far as is known here.
  [[nodiscard]] bool is_open() const;

  // Begins an exchange: what can be sent of the request is sent.
  void send(PlainCarriage& carriage, std::string request);
  // The socket takes more: sends what is left of the request.
  void write();
  // What the socket has, read into `buffer` by one system call.
  [[nodiscard]] Received receive(std::span<char> buffer);
  // Makes of it what it says.
  [[nodiscard]] Step take(const Received& received);
  // Part of the request waits for room in the socket.
  [[nodiscard]] bool wants_to_write() const { return sent_ < request_.size(); }
  // The exchange is over. True: the connection can carry another.
  [[nodiscard]] bool end_exchange();

  [[nodiscard]] int status() const { return reader_.status(); }
  [[nodiscard]] std::string_view retry_after() const { return reader_.retry_after(); }
  [[nodiscard]] const std::string& words() const { return words_; }

 private:
  void acknowledge_less() const;
  bool body(std::string_view bytes) override;
  Step broken(std::string words);

  const int socket_;
  PlainCarriage* carriage_ = nullptr;
  Transfer* transfer_ = nullptr;  // the carriage's
  EventForm* form_ = nullptr;     // of the events in what is being taken
  ResponseReader reader_;
  std::string request_;
  std::size_t sent_ = 0;
  std::string words_;
  std::uint8_t reads_ = 0;
  bool used_ = false;
  bool heard_ = false;  // a byte of the present response
  bool done_ = false;   // the response is whole, and the server has not closed the connection
  bool whole_ = false;  // the request was sent
};

}  // namespace openai
