// HTTP fields whose value is a list (RFC 9110, section 5.6.1).
#pragma once

#include <string_view>

#include "ascii.h"

namespace net {

// Calls `visit` with each element of a comma-separated list, trimmed.
template <class Visit>
void for_each_element(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    visit(trim(list.substr(0, comma)));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
}

}  // namespace net
