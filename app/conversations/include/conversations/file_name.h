// The name of a file that a browser saves, made of a text that anybody may have written. Pure.
#pragma once

#include <string>
#include <string_view>

namespace conversations {

// `title` as a name that every system takes: without separators, control characters and those that change
// the direction of writing, not hidden, none of Windows' reserved names, at most 80 UTF-16 units.
// "conversation" when nothing is left. `ending` is "md".
[[nodiscard]] std::string file_name(std::string_view title, std::string_view ending);

// The value of Content-Disposition (RFC 6266): `attachment` with the name in ASCII, and as it is by
// `filename*` (RFC 8187).
[[nodiscard]] std::string attachment(std::string_view file_name);

}  // namespace conversations
