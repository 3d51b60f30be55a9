// What a request asks for in its query, checked. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <conversations/records.h>

#include <base/result.h>

namespace conversations {

// `limit`, 1 to `most`; `usual` without one. Error: kInvalidParameter.
[[nodiscard]] base::Result<std::size_t> limit_of(std::string_view query, std::size_t usual, std::size_t most);

// A cursor as clients hold it: opaque to them.
[[nodiscard]] std::string cursor_text(const Cursor& cursor);

// `before` of the list; nullopt without one. Error: kInvalidParameter.
[[nodiscard]] base::Result<std::optional<Cursor>> cursor_of(std::string_view query);

// The value of a parameter; nullopt when it is not there, or empty.
[[nodiscard]] std::optional<std::string> value_of(std::string_view query, std::string_view name);

}  // namespace conversations
