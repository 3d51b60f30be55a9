// Result<T>: a value or an Error. Failures that a caller can meet in ordinary service are returned, not
// thrown.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include <base/error.h>

namespace base {

template <class T = void>
using Result = std::expected<T, Error>;

// `return base::fail(kLowCoins, "…");` from any function that returns a Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

// Passes on the error of another Result.
[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

}  // namespace base
