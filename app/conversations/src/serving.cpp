#include "serving.h"

#include <utility>

#include <net/router.h>

#include <accounts/errors.h>
#include <accounts/origin_check.h>

namespace conversations {
namespace {

bool is_ours(const net::Request& request, const std::vector<std::string>& allowed_origins) {
  const net::Headers& headers = request.headers;
  return accounts::is_same_site({.origin = headers.get("Origin"),
                                 .host = headers.get("Host"),
                                 .sec_fetch_site = headers.get("Sec-Fetch-Site")},
                                allowed_origins);
}

runtime::Task<base::Result<std::int64_t>> account_of(const net::Request& request,
                                                     std::shared_ptr<const Service> service) {
  const auto account = co_await service->options.account_of(request);
  if (!account) co_return base::fail(account.error());
  if (!*account) co_return base::fail(accounts::kNotLoggedIn, "You are not logged in. Log in and ask again.");
  co_return **account;
}

runtime::Task<> respond(net::Exchange& exchange, base::Result<net::Response> response) {
  // A peer that has gone away needs no answer.
  static_cast<void>(
      co_await exchange.respond(response ? *std::move(response) : error_response(response.error())));
}

}  // namespace

runtime::Task<> serve_reading(net::Exchange& exchange, std::shared_ptr<const Service> service, Call call) {
  const auto account = co_await account_of(exchange.request(), service);
  if (!account) co_return co_await respond(exchange, base::fail(account.error()));
  co_await respond(exchange, co_await call(service->database, *account, exchange));
}

runtime::Task<> serve_change(net::Exchange& exchange, std::shared_ptr<const Service> service, Call call) {
  if (!is_ours(exchange.request(), service->options.allowed_origins)) {
    co_return co_await respond(
        exchange, base::fail(accounts::kCrossSite,
                             "This request comes from another site's page; that site is not allowed to make "
                             "it."));
  }
  const auto account = co_await account_of(exchange.request(), service);
  if (!account) co_return co_await respond(exchange, base::fail(account.error()));
  auto response = co_await call(service->database, *account, exchange);
  if (response && service->options.on_changed) service->options.on_changed(*account);
  co_await respond(exchange, std::move(response));
}

std::string conversation_of(const net::Request& request) {
  constexpr std::size_t kId = 2;  // of /api/conversations/{id}
  return net::path_segment(request.path, kId);
}

net::Response json_response(std::string json) {
  return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(json), {}};
}

boost::json::object summary_json(const Summary& conversation) {
  return {
      {"id", conversation.id}, {"title", conversation.title}, {"updated_at", conversation.updated_at / 1000}};
}

}  // namespace conversations
