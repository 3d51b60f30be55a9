// What a request tells about the browser behind it, possibly through a proxy.
#include <accounts/account.h>
#include <accounts/auth_routes.h>

namespace accounts {
namespace {

// A list header grows to the right, also by a field of its own (RFC 9110, section 5.3): the last element of
// the last field was written by the nearest proxy.
std::string_view last_element(std::string_view list) {
  if (const auto comma = list.rfind(','); comma != std::string_view::npos) list.remove_prefix(comma + 1);
  while (list.starts_with(' ')) list.remove_prefix(1);
  while (list.ends_with(' ')) list.remove_suffix(1);
  return list;
}

}  // namespace

std::string client_address(const net::Request& request, bool trust_forwarded) {
  if (trust_forwarded) {
    if (const auto address = last_element(request.headers.get_last("X-Forwarded-For")); !address.empty())
      return std::string(address);
  }
  return request.remote_address;
}

bool came_by_tls(const net::Request& request, bool trust_forwarded) {
  return trust_forwarded &&
         normalized(last_element(request.headers.get_last("X-Forwarded-Proto"))) == "https";
}

}  // namespace accounts
