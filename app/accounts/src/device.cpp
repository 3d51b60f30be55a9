#include "device.h"

namespace accounts {

std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  bool replaced = false;
  for (const char c : text) {
    const bool shows = c >= ' ' && c <= '~';
    if (!shows && replaced) continue;
    if (out.size() == most) {
      out.replace(most - 3, 3, "...");
      break;
    }
    out += shows ? c : '?';
    replaced = !shows;
  }
  return out;
}

}  // namespace accounts
