#include "pacing.h"

#include <algorithm>

namespace bench {

Pacing::Pacing(std::uint64_t now) : tick_(now / kTickUs) {
  for (Waiting& slot : slots_) slot.previous = slot.next = &slot;
}

void Pacing::add(Waiting& waiting, std::uint64_t due_us) {
  waiting.due_us = due_us;
  const std::uint64_t due_tick = (due_us + kTickUs - 1) / kTickUs;
  Waiting& slot = slots_[std::clamp(due_tick, tick_, tick_ + kSlots - 1) % kSlots];
  waiting.previous = slot.previous;
  waiting.next = &slot;
  slot.previous->next = &waiting;
  slot.previous = &waiting;
  ++size_;
}

void Pacing::remove(Waiting& waiting) {
  waiting.previous->next = waiting.next;
  waiting.next->previous = waiting.previous;
  waiting.previous = waiting.next = nullptr;
  --size_;
}

std::optional<std::uint64_t> Pacing::next_us() const {
  if (size_ == 0) return std::nullopt;
  std::uint64_t tick = tick_;
  while (slots_[tick % kSlots].next == &slots_[tick % kSlots]) ++tick;
  return tick * kTickUs;
}

Waiting* Pacing::take_due(std::uint64_t now) {
  const std::uint64_t last = now / kTickUs;
  if (size_ == 0) tick_ = std::max(tick_, last);
  while (tick_ <= last) {
    Waiting& slot = slots_[tick_ % kSlots];
    if (slot.next == &slot) {
      ++tick_;
      continue;
    }
    Waiting& waiting = *slot.next;
    remove(waiting);
    if (waiting.due_us <= now) return &waiting;
    add(waiting, waiting.due_us);  // it is due more than a turn of the wheel after it was added
  }
  return nullptr;
}

}  // namespace bench
