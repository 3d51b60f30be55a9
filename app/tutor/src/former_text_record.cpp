#include "former_text_record.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace tutor {
namespace {

struct Head {
  std::uint32_t text_bytes;  // 0: no record, the end
  std::uint32_t checksum;
  std::uint64_t offset;
  char answer_id[36];
  char unused[4];
};
static_assert(sizeof(Head) == 56 && alignof(Head) == 8);

// FNV-1a.
void add_to_checksum(std::uint32_t& sum, std::string_view bytes) {
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

}  // namespace

std::vector<KeptText> read_former_records(std::string_view bytes) {
  std::vector<KeptText> records;
  Head head{};
  while (bytes.size() >= sizeof(head)) {
    std::memcpy(&head, bytes.data(), sizeof(head));
    if (head.text_bytes == 0 || head.text_bytes > bytes.size() - sizeof(head)) break;
    const std::string_view text = bytes.substr(sizeof(head), head.text_bytes);
    if (head.checksum != checksum(head, text)) break;
    records.push_back({std::string(head.answer_id, sizeof(head.answer_id)), head.offset, std::string(text)});
    constexpr std::size_t kAlignment = alignof(Head);
    const std::size_t size = (sizeof(head) + text.size() + kAlignment - 1) / kAlignment * kAlignment;
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
  return records;
}

}  // namespace tutor
