// What a Socket.IO event of AI Lab says to a student: as much of its JSON as is measured.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bench {

// Views into the packet it was read from.
struct Event {
  std::string_view name;
  std::string_view content;
  std::optional<std::uint64_t> offset;
  std::optional<std::uint64_t> length;
  std::string_view code;
  std::string_view message;
};

// Reads `["name",{…}]`. Strings are taken as they stand, escapes too. Nothing if it is not of this form.
[[nodiscard]] std::optional<Event> read_event(std::string_view json);

}  // namespace bench
