// What a server said, made fit for a log.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <base/error.h>

namespace openai {

// One short line without control characters, with `secret`, and keys that the server has masked with
// asterisks, left out. Always well-formed UTF-8.
[[nodiscard]] std::string quotable(std::string_view words, std::string_view secret);

// What an HTTP status other than 2xx means: its code, with a sentence that quotes the response's body.
[[nodiscard]] base::Error http_error(int status, std::string_view body, std::string_view host,
                                     std::string_view secret);

}  // namespace openai
