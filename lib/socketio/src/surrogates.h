// JSON that only a JavaScript string can hold: \u escapes of half a surrogate pair.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace socketio {

// `json` with every escape of a lone surrogate replaced by \ufffd, of the same length; nullopt when there is
// none. Only escapes are judged: whether the rest is JSON is for the parser to say.
[[nodiscard]] std::optional<std::string> replace_lone_surrogates(std::string_view json);

}  // namespace socketio
