#include <webui/page.h>

namespace webui {
namespace {

// Everything the page needs is its own: whatever an answer of the model says, nothing else is ever loaded or
// run.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

runtime::Task<> serve(net::Exchange& exchange, const net::StaticFile& file) {
  net::Response response = net::static_response(file, exchange.request());
  response.headers.add("Content-Security-Policy", std::string(kContentSecurityPolicy));
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Cross-Origin-Opener-Policy", "same-origin");
  (void)co_await exchange.respond(std::move(response));
}

}  // namespace

void add_page_routes(net::Router& router) {
  for (const net::StaticFile& file : page_files()) {
    router.handle("GET", std::string(file.path),
                  [&file](net::Exchange& exchange) { return serve(exchange, file); });
  }
}

}  // namespace webui
