#include <algorithm>

#include <conversations/titles.h>

#include <base/utf.h>
#include <base/white_space.h>

namespace conversations {

base::Result<std::string> checked_title(std::string_view wanted) {
  constexpr char kDelete = 0x7f;
  std::string line(wanted);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == kDelete; }, ' ');
  std::string title(base::trimmed(line));
  if (title.empty()) return base::fail(kInvalidTitle, "A title has at least one character.");
  if (const std::size_t length = base::utf16_length(title); length > kLongestTitle) {
    return base::fail(kInvalidTitle, "The title is " + std::to_string(length) + " characters long; at most " +
                                         std::to_string(kLongestTitle) + " are allowed.");
  }
  return title;
}

}  // namespace conversations
