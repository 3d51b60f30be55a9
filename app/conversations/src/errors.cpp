#include <array>
#include <utility>

#include <conversations/errors.h>

#include <net/router.h>

#include <accounts/auth_routes.h>

namespace conversations {

net::Response error_response(const base::Error& error) {
  static constexpr std::array<std::pair<base::ErrorCode, int>, 4> kStatuses{{
      {kInvalidParameter, 400},
      {kNotFound, 404},
      {kAnswerRunning, 409},
      {kInvalidTitle, 422},
  }};
  for (const auto& [code, status] : kStatuses) {
    if (code != error.code) continue;
    net::Response response = net::error_response(status, code.name(), error.message);
    response.headers.set("Cache-Control", "no-store");
    return response;
  }
  return accounts::error_response(error);
}

}  // namespace conversations
