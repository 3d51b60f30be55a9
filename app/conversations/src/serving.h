// What all calls under /api/conversations have in common: who asks, and how they are answered.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/json.hpp>
#include <conversations/records.h>
#include <conversations/routes.h>

#include <base/result.h>
#include <net/exchange.h>
#include <runtime/task.h>
#include <store/database.h>

namespace conversations {

// What the handlers share; it lives as long as the router.
struct Service {
  store::Database& database;
  RoutesOptions options;
};

// One call of an account; an error becomes the answer that error_response gives it.
using Call = runtime::Task<base::Result<net::Response>> (*)(store::Database& database, std::int64_t account,
                                                            net::Exchange& exchange);

// Answers with what `call` returns, or 401 without a session.
runtime::Task<> serve_reading(net::Exchange& exchange, std::shared_ptr<const Service> service, Call call);

// The same for what changes something: it must come from this site's own pages, and other sockets of the
// account are told.
runtime::Task<> serve_change(net::Exchange& exchange, std::shared_ptr<const Service> service, Call call);

// The {id} of /api/conversations/{id}.
[[nodiscard]] std::string conversation_of(const net::Request& request);

[[nodiscard]] net::Response json_response(std::string json);

// {"id","title","updated_at"}, as in the list; the time in seconds since 1970.
[[nodiscard]] boost::json::object summary_json(const Summary& conversation);

// The calls. Lists and finds conversations; shows one; exports one.
runtime::Task<base::Result<net::Response>> list_call(store::Database& database, std::int64_t account,
                                                     net::Exchange& exchange);
runtime::Task<base::Result<net::Response>> show_call(store::Database& database, std::int64_t account,
                                                     net::Exchange& exchange);
runtime::Task<base::Result<net::Response>> export_call(store::Database& database, std::int64_t account,
                                                       net::Exchange& exchange);
runtime::Task<base::Result<net::Response>> rename_call(store::Database& database, std::int64_t account,
                                                       net::Exchange& exchange);
runtime::Task<base::Result<net::Response>> remove_call(store::Database& database, std::int64_t account,
                                                       net::Exchange& exchange);
runtime::Task<base::Result<net::Response>> restore_call(store::Database& database, std::int64_t account,
                                                        net::Exchange& exchange);

}  // namespace conversations
