// Why a chat completion could not be had, in the words a caller decides by and an operator reads.
#pragma once

#include <chrono>
#include <optional>

#include <base/error.h>

namespace openai {

// No connection: the name does not resolve, nobody listens, the proxy refuses. Nothing was sent.
inline constexpr base::ErrorCode kConnectFailed = "connect_failed";
// The server's certificate was not accepted, or TLS could not be agreed on. Nothing was sent.
inline constexpr base::ErrorCode kTlsFailed = "tls_failed";
// A wait was longer than allowed; the message says which one.
inline constexpr base::ErrorCode kTimeout = "timeout";
// The server does not accept the request as it is (HTTP 400, 404, 422, a redirect …): the same one again
// fails again.
inline constexpr base::ErrorCode kBadRequest = "bad_request";
// HTTP 401 or 403: the key is missing, wrong, or not allowed to do this.
inline constexpr base::ErrorCode kUnauthorized = "unauthorized";
// HTTP 429: too many requests for now.
inline constexpr base::ErrorCode kRateLimited = "rate_limited";
// HTTP 429 with OpenAI's "insufficient_quota": the account's money is used up, and waiting brings none.
inline constexpr base::ErrorCode kOutOfCredit = "out_of_credit";
// HTTP 500 to 599.
inline constexpr base::ErrorCode kUnavailable = "unavailable";
// The answer was cut, malformed, or ended without saying why it ended.
inline constexpr base::ErrorCode kBrokenStream = "broken_stream";
// The server reported an error inside the stream.
inline constexpr base::ErrorCode kModelError = "model_error";
// The awaiting task was cancelled.
inline constexpr base::ErrorCode kCancelled = "cancelled";

struct Failure {
  // The message is for the operator's log: it may quote the server, shortened, and never holds the key.
  base::Error error;
  // 0: no response was seen.
  int http_status = 0;
  // How long the server asks to be left alone.
  std::optional<std::chrono::seconds> retry_after = {};
  // Some of the answer has already reached the caller, so that a second try would not start from nothing.
  bool text_delivered = false;
};

}  // namespace openai
