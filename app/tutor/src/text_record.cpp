#include "text_record.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace tutor {
namespace {

// In the byte order of the machine: the file does not travel.
struct Head {
  std::uint32_t text_bytes;  // 0: no record, the end
  std::uint32_t checksum;
  std::uint64_t offset;
  char answer_id[36];  // a UUID
  char unused[4];
};
static_assert(sizeof(Head) == 56 && alignof(Head) == 8);

void add_to_checksum(std::uint32_t& sum, std::string_view bytes) {
  // FNV-1a: it has to find what a crash tore, not what somebody forged.
  for (const char byte : bytes) sum = (sum ^ static_cast<unsigned char>(byte)) * 16777619U;
}

std::uint32_t checksum(const Head& head, std::string_view text) {
  std::uint32_t sum = 2166136261U;
  add_to_checksum(sum, {reinterpret_cast<const char*>(&head.text_bytes), sizeof(head.text_bytes)});
  add_to_checksum(sum, {reinterpret_cast<const char*>(&head.offset), sizeof(head.offset)});
  add_to_checksum(sum, {head.answer_id, sizeof(head.answer_id)});
  add_to_checksum(sum, text);
  return sum;
}

void publish(char* at, std::uint32_t value) {
  std::atomic_ref(*reinterpret_cast<std::uint32_t*>(at)).store(value, std::memory_order_release);
}

}  // namespace

std::size_t record_bytes(std::size_t text_bytes) {
  constexpr std::size_t kAlignment = alignof(Head);
  return (sizeof(Head) + text_bytes + kAlignment - 1) / kAlignment * kAlignment;
}

void write_record(std::span<char> chunk, std::size_t at, std::string_view answer_id, std::uint64_t offset,
                  std::string_view text) {
  Head head{};
  head.text_bytes = static_cast<std::uint32_t>(text.size());
  head.offset = offset;
  std::ranges::copy(answer_id.substr(0, sizeof(head.answer_id)), head.answer_id);
  head.checksum = checksum(head, text);
  char* const start = chunk.data() + at;
  constexpr std::size_t kSize = sizeof(head.text_bytes);
  std::memcpy(start + kSize, reinterpret_cast<const char*>(&head) + kSize, sizeof(head) - kSize);
  std::memcpy(start + sizeof(head), text.data(), text.size());
  const std::size_t end = at + record_bytes(text.size());
  // What a former use of the chunk left there is not part of it.
  if (end < chunk.size()) publish(chunk.data() + end, 0);
  publish(start, head.text_bytes);
}

void clear_records(std::span<char> chunk, std::size_t used) {
  publish(chunk.data(), 0);
  std::ranges::fill(chunk.first(used), '\0');
}

std::vector<KeptText> read_records(std::string_view bytes) {
  std::vector<KeptText> records;
  Head head{};
  while (bytes.size() >= sizeof(head)) {
    std::memcpy(&head, bytes.data(), sizeof(head));
    if (head.text_bytes == 0 || head.text_bytes > bytes.size() - sizeof(head)) break;
    const std::string_view text = bytes.substr(sizeof(head), head.text_bytes);
    if (head.checksum != checksum(head, text)) break;
    const std::string_view id(head.answer_id, sizeof(head.answer_id));
    records.push_back({std::string(id.substr(0, id.find('\0'))), head.offset, std::string(text)});
    bytes.remove_prefix(std::min(record_bytes(head.text_bytes), bytes.size()));
  }
  return records;
}

}  // namespace tutor
