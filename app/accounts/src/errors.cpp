#include <array>
#include <utility>

#include <net/exchange.h>
#include <store/errors.h>

#include <accounts/errors.h>

namespace accounts {

int http_status(base::ErrorCode code) {
  static constexpr std::array<std::pair<base::ErrorCode, int>, 23> kStatuses{{
      {kInvalidRequest, 400},        {kBadCredentials, 401},
      {kNotLoggedIn, 401},           {kCrossSite, 403},
      {kWrongPassword, 403},         {kNotFound, 404},
      {net::kBodyTimeout, 408},      {kUsernameTaken, 409},
      {net::kBodyTooLarge, 413},     {kUnsupportedMediaType, 415},
      {kInvalidUsername, 422},       {kWeakPassword, 422},
      {kTooManyAttempts, 429},       {kBusy, 503},
      {store::kStoreBusy, 503},      {store::kDatabaseUnavailable, 503},
      {store::kDatabaseFull, 503},   {store::kDatabaseReadOnly, 503},
      {store::kDatabaseLocked, 503}, {store::kDatabaseCorrupt, 503},
      {store::kDatabaseFailed, 500}, {store::kDatabaseConflict, 503},
      {store::kOutcomeUnknown, 503},
  }};
  for (const auto& [known, status] : kStatuses) {
    if (known == code) return status;
  }
  return 500;
}

}  // namespace accounts
