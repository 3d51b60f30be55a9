// How the text journal's chunks look: records one after the other, the last one followed by a zero. An
// answer's first record in a chunk names it; further ones say where in the chunk that one stands, since most
// of them hold one word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <tutor/text_journal.h>

namespace tutor {

// What a record of that much text takes of a chunk.
[[nodiscard]] std::size_t first_record_bytes(std::size_t text_bytes);
[[nodiscard]] std::size_t further_record_bytes(std::size_t text_bytes);

// Write a record to `chunk` at `at`, where a zero stands; there is room for it. Whoever stops in the middle,
// even killed, leaves the zero: the record counts only when it is whole. Returns the record's checksum.
std::uint32_t write_first_record(std::span<char> chunk, std::size_t at, std::string_view answer_id,
                                 std::uint64_t offset, std::string_view text);
// An answer's first record in the chunk. One with another checksum at that place is not it: after a power cut
// the chunk may be made of pages of different times.
struct FirstRecord {
  std::uint32_t at;
  std::uint32_t checksum;
};
// `distance`: how many bytes of the answer's text lie between the first record's offset and this one's.
void write_further_record(std::span<char> chunk, std::size_t at, const FirstRecord& first,
                          std::uint32_t distance, std::string_view text);

// Makes the chunk empty, and leaves nothing to read in its first `used` bytes.
void clear_records(std::span<char> chunk, std::size_t used);

// The whole records at the start of what may be a chunk, a part of one, or anything else.
[[nodiscard]] std::vector<KeptText> read_records(std::string_view bytes);

}  // namespace tutor
