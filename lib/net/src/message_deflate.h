// Whole messages compressed and decompressed as permessage-deflate has it (RFC 7692, section 7.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "deflate_offer.h"

namespace net {

// The server's messages. Owned by one connection; holds 24 KiB from its first message on.
class MessageDeflater {
 public:
  explicit MessageDeflater(const DeflateParameters& agreed);
  ~MessageDeflater();
  MessageDeflater(const MessageDeflater&) = delete;
  MessageDeflater& operator=(const MessageDeflater&) = delete;

  // The payload to send instead of `message`, which must not be empty: an empty one is sent as it is.
  [[nodiscard]] std::string deflate(std::string_view message);

 private:
  struct Stream;
  const int window_bits_;
  const bool forgets_;
  std::unique_ptr<Stream> stream_;
};

// The client's messages. Owned by one connection; holds 7 to 40 KiB from its first message on.
class MessageInflater {
 public:
  enum class Failure : std::uint8_t { kCorrupt, kTooBig };

  explicit MessageInflater(const DeflateParameters& agreed);
  ~MessageInflater();
  MessageInflater(const MessageInflater&) = delete;
  MessageInflater& operator=(const MessageInflater&) = delete;

  // What `payload` stands for, which may be at most `limit_bytes`, inclusive. It stays until the next call,
  // or until it is forgotten. After a failure nothing more can be read.
  [[nodiscard]] std::expected<std::string_view, Failure> inflate(std::string_view payload,
                                                                 std::size_t limit_bytes);

  // Gives its memory back.
  void forget() { std::string().swap(message_); }

 private:
  struct Stream;
  [[nodiscard]] std::expected<void, Failure> take(std::string_view part, std::size_t limit_bytes);

  const int window_bits_;
  const bool forgets_;
  std::unique_ptr<Stream> stream_;
  std::string message_;
};

}  // namespace net
