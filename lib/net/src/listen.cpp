#include "listen.h"

#include <algorithm>
#include <utility>

#include <net/http_server.h>

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

std::string explain(const ErrorCode& error, const std::string& host, std::uint16_t port) {
  const std::string where = "Port " + std::to_string(port) + " on " + host;
  if (error == asio::error::address_in_use) {
    return where + " is in use by another program; choose another with --port or stop that program.";
  }
  if (error == asio::error::access_denied)
    return where + " is not allowed for this user; choose one above 1023 with --port.";
  if (error == boost::system::errc::address_not_available ||
      error == asio::error::address_family_not_supported) {
    return host + " is not an address of this machine; choose another with --host (0.0.0.0 for all).";
  }
  return where + " cannot be opened (" + error.message() + "); choose others with --host and --port.";
}

base::Result<std::vector<asio::ip::address>> addresses_of(const runtime::Executor& executor,
                                                          const std::string& host) {
  ErrorCode error;
  const auto literal = asio::ip::make_address(host, error);
  if (!error) return std::vector{literal};
  tcp::resolver resolver(executor);
  std::vector<asio::ip::address> addresses;
  for (const auto& found : resolver.resolve(host, "", tcp::resolver::passive, error)) {
    const auto address = found.endpoint().address();
    if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
  }
  if (addresses.empty() || host.empty()) {
    return base::fail(kListenFailed, "The host \"" + host +
                                         "\" is not known; choose an address of this machine with --host.");
  }
  return addresses;
}

ErrorCode open(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  // So that a restart does not wait for the last connections of its predecessor to be forgotten.
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  // What is accepted has it, too: Linux hands it on.
  if (!error) acceptor.set_option(tcp::no_delay(true), error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

}  // namespace

base::Result<std::vector<tcp::acceptor>> open_acceptors(const runtime::Executor& executor,
                                                        const std::string& host, std::uint16_t port) {
  const auto addresses = addresses_of(executor, host);
  if (!addresses) return base::fail(addresses.error());
  std::vector<tcp::acceptor> acceptors;
  std::uint16_t chosen = port;
  ErrorCode last;
  for (const auto& address : *addresses) {
    tcp::acceptor acceptor(executor);
    const ErrorCode error = open(acceptor, {address, chosen});
    if (!error) {
      acceptors.push_back(std::move(acceptor));
      chosen = acceptors.back().local_endpoint().port();
      continue;
    }
    last = error;
    const bool not_here = error == boost::system::errc::address_not_available ||
                          error == asio::error::address_family_not_supported;
    // A free port of the first address may be taken on the second: then the first has to do.
    const bool bad_luck = port == 0 && !acceptors.empty();
    if (!not_here && !bad_luck) return base::fail(kListenFailed, explain(error, host, port));
  }
  if (acceptors.empty()) return base::fail(kListenFailed, explain(last, host, port));
  return acceptors;
}

}  // namespace net
