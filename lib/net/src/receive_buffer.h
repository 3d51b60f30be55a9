// The bytes of a connection that have arrived and are not used yet; holds no memory while it is empty.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace net {

// Owned by one connection. Grows by doubling up to the limit it was made with.
class ReceiveBuffer {
 public:
  explicit ReceiveBuffer(std::size_t limit_bytes) : limit_(std::max(limit_bytes, kFirstBytes)) {}

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] bool full() const { return size_ == limit_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view view() const { return {bytes_.get() + begin_, size_}; }

  // Room behind the bytes, at least one byte. Not to be called when full. Earlier views end.
  std::span<char> prepare() {
    if (begin_ > 0 && begin_ + size_ == capacity_) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, size_);
      begin_ = 0;
    }
    if (size_ == capacity_) grow();
    return {bytes_.get() + begin_ + size_, capacity_ - begin_ - size_};
  }
  // `count` bytes of what `prepare` returned have been filled.
  void commit(std::size_t count) { size_ += count; }

  void consume(std::size_t count) {
    size_ -= count;
    begin_ = size_ == 0 ? 0 : begin_ + count;
  }

  // Gives the memory back if there is nothing in it.
  void release_if_empty() {
    if (size_ != 0) return;
    bytes_.reset();
    capacity_ = 0;
  }

  // Takes the bytes out and gives the memory back.
  [[nodiscard]] std::string take() {
    std::string taken(view());
    consume(size_);
    release_if_empty();
    return taken;
  }

 private:
  static constexpr std::size_t kFirstBytes = 2048;

  void grow() {
    const std::size_t larger = std::min(limit_, std::max(kFirstBytes, capacity_ * 2));
    auto moved = std::make_unique_for_overwrite<char[]>(larger);
    if (size_ > 0) std::memcpy(moved.get(), bytes_.get() + begin_, size_);
    bytes_ = std::move(moved);
    capacity_ = larger;
    begin_ = 0;
  }

  std::size_t limit_;
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
};

}  // namespace net
