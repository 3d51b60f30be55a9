#include <memory>
#include <utility>

#include <conversations/routes.h>

#include "serving.h"

namespace conversations {

void add_routes(net::Router& router, store::Database& database, RoutesOptions options) {
  const auto service = std::make_shared<const Service>(database, std::move(options));
  const auto reading = [&](std::string path, Call call) {
    router.handle("GET", std::move(path), [service, call](net::Exchange& exchange) {
      return serve_reading(exchange, service, call);
    });
  };
  const auto change = [&](std::string method, std::string path, Call call) {
    router.handle(std::move(method), std::move(path),
                  [service, call](net::Exchange& exchange) { return serve_change(exchange, service, call); });
  };
  reading("/api/conversations", list_call);
  reading("/api/conversations/{id}", show_call);
  reading("/api/conversations/{id}/export", export_call);
  change("PATCH", "/api/conversations/{id}", rename_call);
  change("DELETE", "/api/conversations/{id}", remove_call);
  change("POST", "/api/conversations/{id}/restore", restore_call);
}

}  // namespace conversations
