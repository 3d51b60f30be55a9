#include "stats.h"

#include <cstddef>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>
#else
#include <malloc.h>
#endif

namespace conformance {
namespace {

std::size_t heap_in_use() {
#if __has_feature(address_sanitizer)
  // The C library's own count knows nothing of the sanitizer's allocator.
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
}

runtime::Task<> serve(net::Exchange& exchange, Stats stats) {
  const boost::json::object told{{"sessions", stats.sockets.sessions},
                                 {"opened", stats.sockets.opened},
                                 {"upgraded", stats.sockets.upgraded},
                                 {"connections", stats.http.connections},
                                 {"refused_connections", stats.http.refused_connections},
                                 {"heap_bytes", heap_in_use()}};
  (void)co_await exchange.respond({.status = 200,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = boost::json::serialize(told)});
}

}  // namespace

net::Handler stats_handler(std::function<Stats()> current) {
  return [current = std::move(current)](net::Exchange& exchange) { return serve(exchange, current()); };
}

}  // namespace conformance
