// How a request gets to the model's server and the bytes of its answer back.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace openai {

class Transfer;

// Why there is no whole response.
struct LineFailure {
  enum class Kind : std::uint8_t { kConnect, kTls, kTimeout, kBroken };
  Kind kind;
  std::string words;  // the network's or libcurl's, for the operator
};

// What a transport keeps for one transfer, which owns it. Its end ends whatever of the request is under way.
class Carriage {
 public:
  Carriage() = default;
  Carriage(const Carriage&) = delete;
  Carriage& operator=(const Carriage&) = delete;
  virtual ~Carriage() = default;

  // Of the response's head; 0: there is none yet.
  [[nodiscard]] virtual int status() const = 0;
  // What the response asks for by Retry-After; zero: nothing.
  [[nodiscard]] virtual std::chrono::seconds retry_after() const = 0;
};

// Owned by the client; used on its executor. A transport tells a transfer what happens to it by
// Transfer::connected, received and ended, and the observer when a round of that is over.
class Transport {
 public:
  class Observer {
   public:
    virtual ~Observer() = default;
    // All that came at once has been noted. May start and release transfers, and close the transport.
    virtual void turn_ended() = 0;
  };

  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Sets out to send the transfer's request and gives it its carriage. False: there is no memory for it. The
  // transfer must live until it is released.
  [[nodiscard]] virtual bool start(Transfer& transfer) = 0;
  // The transfer has ended or is given up, of which the server learns at once. Its carriage can still be
  // asked. Not to be called while the transfer is being told something.
  virtual void release(Transfer& transfer) = 0;
  // Closes all connections; every transfer has been released. Nothing is told any more.
  virtual void close() = 0;
};

}  // namespace openai
