#include <algorithm>
#include <iterator>

#include <base/white_space.h>

namespace base {
namespace {

// White_Space of the Unicode Character Database, and what is as invisible.
constexpr std::string_view kInvisible[] = {" ",
                                           "\t",
                                           "\n",
                                           "\v",
                                           "\f",
                                           "\r",
                                           "\xc2\x85",
                                           "\xc2\xa0",
                                           "\xe1\x9a\x80",
                                           "\xe2\x80\x80",
                                           "\xe2\x80\x81",
                                           "\xe2\x80\x82",
                                           "\xe2\x80\x83",
                                           "\xe2\x80\x84",
                                           "\xe2\x80\x85",
                                           "\xe2\x80\x86",
                                           "\xe2\x80\x87",
                                           "\xe2\x80\x88",
                                           "\xe2\x80\x89",
                                           "\xe2\x80\x8a",
                                           "\xe2\x80\x8b",
                                           "\xe2\x80\x8c",
                                           "\xe2\x80\x8d",
                                           "\xe2\x80\xa8",
                                           "\xe2\x80\xa9",
                                           "\xe2\x80\xaf",
                                           "\xe2\x81\x9f",
                                           "\xe2\x81\xa0",
                                           "\xe3\x80\x80",
                                           "\xef\xbb\xbf"};

}  // namespace

std::string_view trimmed(std::string_view utf8) {
  const auto* const none = std::end(kInvisible);
  while (true) {
    const auto* found =
        std::ranges::find_if(kInvisible, [utf8](std::string_view c) { return utf8.starts_with(c); });
    if (found == none) break;
    utf8.remove_prefix(found->size());
  }
  while (true) {
    const auto* found =
        std::ranges::find_if(kInvisible, [utf8](std::string_view c) { return utf8.ends_with(c); });
    if (found == none) return utf8;
    utf8.remove_suffix(found->size());
  }
}

}  // namespace base
