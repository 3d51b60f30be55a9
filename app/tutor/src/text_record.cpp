#include "text_record.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>
#include <unordered_map>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tutor {
namespace {

// In the byte order of the machine: the file does not travel. The text follows its head.
struct Start {
  std::uint32_t size;      // of the text, and kFurther; 0: no record, the end
  std::uint32_t checksum;  // of all that follows, and of the size
};
struct FirstHead {
  Start start;
  std::uint64_t offset;
  char answer_id[36];  // a UUID
  char unused[4];
};
struct FurtherHead {
  Start start;
  std::uint32_t first;
  std::uint32_t distance;
};
static_assert(sizeof(Start) == 8 && sizeof(FirstHead) == 56 && sizeof(FurtherHead) == 16);

constexpr std::uint32_t kFurther = 0x8000'0000;
constexpr std::size_t kAlignment = alignof(std::uint32_t);

std::size_t record_bytes(std::size_t head_bytes, std::size_t text_bytes) {
  return (head_bytes + text_bytes + kAlignment - 1) / kAlignment * kAlignment;
}

// It has to find what a crash tore, not what somebody forged. `behind`: the checksum of the first record, 0
// for that itself.
std::uint32_t checksum(std::uint32_t size, std::uint32_t behind, std::string_view record) {
  const std::uint64_t seed = std::uint64_t{behind} << 32U | size;
  return static_cast<std::uint32_t>(
      XXH3_64bits_withSeed(record.data() + sizeof(Start), record.size() - sizeof(Start), seed));
}

void publish(char* at, std::uint32_t value) {
  std::atomic_ref(*reinterpret_cast<std::uint32_t*>(at)).store(value, std::memory_order_release);
}

// Returns its checksum.
template <class Head>
std::uint32_t write_record(std::span<char> chunk, std::size_t at, const Head& head, std::uint32_t behind,
                           std::string_view text) {
  char* const start = chunk.data() + at;
  // All but the size.
  constexpr std::size_t kSize = sizeof(head.start.size);
  std::memcpy(start + kSize, reinterpret_cast<const char*>(&head) + kSize, sizeof(head) - kSize);
  std::memcpy(start + sizeof(head), text.data(), text.size());
  const std::uint32_t sum = checksum(head.start.size, behind, {start, sizeof(head) + text.size()});
  std::memcpy(start + offsetof(Start, checksum), &sum, sizeof(sum));
  const std::size_t end = at + record_bytes(sizeof(head), text.size());
  // What a former use of the chunk left there is not part of it.
  if (end < chunk.size()) publish(chunk.data() + end, 0);
  publish(start, head.start.size);
  return sum;
}

// A record as it stands at the start of some bytes.
template <class Head>
struct Found {
  Head head;
  std::string_view text;
};

// nullopt: it is not whole, or was not written behind that first record.
template <class Head>
std::optional<Found<Head>> record_at_start(std::string_view bytes, std::uint32_t behind) {
  Found<Head> found{};
  if (bytes.size() < sizeof(Head)) return std::nullopt;
  bytes.copy(reinterpret_cast<char*>(&found.head), sizeof(Head));
  const Start& start = found.head.start;
  const std::size_t text_bytes = start.size & ~kFurther;
  if (text_bytes == 0 || text_bytes > bytes.size() - sizeof(Head)) return std::nullopt;
  if (start.checksum != checksum(start.size, behind, bytes.substr(0, sizeof(Head) + text_bytes)))
    return std::nullopt;
  found.text = bytes.substr(sizeof(Head), text_bytes);
  return found;
}

bool is_further(std::string_view bytes) {
  std::uint32_t size = 0;
  if (bytes.size() < sizeof(size)) return false;
  std::memcpy(&size, bytes.data(), sizeof(size));
  return (size & kFurther) != 0;
}

// Walks over a chunk's records.
class Reading {
 public:
  explicit Reading(std::string_view bytes) : bytes_(bytes) {}

  std::vector<KeptText> records() {
    while (is_further(bytes_.substr(at_)) ? take_further() : take_first()) {
    }
    return std::move(records_);
  }

 private:
  bool take_first() {
    const auto found = record_at_start<FirstHead>(bytes_.substr(at_), 0);
    if (!found) return false;
    const std::string_view id(found->head.answer_id, sizeof(found->head.answer_id));
    firsts_.emplace(at_, Named{records_.size(), found->head.start.checksum});
    records_.push_back(
        {std::string(id.substr(0, id.find('\0'))), found->head.offset, std::string(found->text)});
    step(first_record_bytes(found->text.size()));
    return true;
  }

  bool take_further() {
    FurtherHead head{};
    if (bytes_.size() - at_ < sizeof(head)) return false;
    bytes_.substr(at_).copy(reinterpret_cast<char*>(&head), sizeof(head));
    const auto first = firsts_.find(head.first);
    if (first == firsts_.end()) return false;
    const auto found = record_at_start<FurtherHead>(bytes_.substr(at_), first->second.checksum);
    if (!found) return false;
    const KeptText& named = records_[first->second.record];
    records_.push_back({named.answer_id, named.offset + found->head.distance, std::string(found->text)});
    step(further_record_bytes(found->text.size()));
    return true;
  }

  void step(std::size_t bytes) { at_ = std::min(at_ + bytes, bytes_.size()); }

  struct Named {
    std::size_t record;  // its index in records_
    std::uint32_t checksum;
  };

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::vector<KeptText> records_;
  std::unordered_map<std::size_t, Named> firsts_;  // by where one stands
};

}  // namespace

std::size_t first_record_bytes(std::size_t text_bytes) {
  return record_bytes(sizeof(FirstHead), text_bytes);
}

std::size_t further_record_bytes(std::size_t text_bytes) {
  return record_bytes(sizeof(FurtherHead), text_bytes);
}

std::uint32_t write_first_record(std::span<char> chunk, std::size_t at, std::string_view answer_id,
                                 std::uint64_t offset, std::string_view text) {
  FirstHead head{};
  head.start.size = static_cast<std::uint32_t>(text.size());
  head.offset = offset;
  std::ranges::copy(answer_id.substr(0, sizeof(head.answer_id)), head.answer_id);
  return write_record(chunk, at, head, 0, text);
}

void write_further_record(std::span<char> chunk, std::size_t at, const FirstRecord& first,
                          std::uint32_t distance, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  write_record(chunk, at, FurtherHead{{size | kFurther, 0}, first.at, distance}, first.checksum, text);
}

void clear_records(std::span<char> chunk, std::size_t used) {
  publish(chunk.data(), 0);
  std::ranges::fill(chunk.first(used), '\0');
}

std::vector<KeptText> read_records(std::string_view bytes) {
  return Reading(bytes).records();
}

}  // namespace tutor
