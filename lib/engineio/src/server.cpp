#include <algorithm>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

#include "server_impl.h"

namespace engineio {
namespace {

SessionLimits limits_of(const Options& options) {
  return {.ping_interval = options.ping_interval,
          .ping_timeout = options.ping_timeout,
          .upgrade_timeout = options.upgrade_timeout,
          .close_wait = options.close_wait,
          .max_queued_bytes = options.max_queued_bytes,
          .packets = {
              .per_second = std::min(options.sustained_packets_per_second, options.max_packets_per_second),
              .burst = options.max_packets_per_second}};
}

constexpr std::chrono::seconds kLastAnswers{1};

}  // namespace

Server::Impl::Impl(const runtime::Executor& executor, Options options, SessionHandler on_session)
    : options_(std::move(options)),
      limits_(limits_of(options_)),
      control_frames_{.per_second = options_.max_control_frames_per_second,
                      .burst = options_.max_control_frames_per_second * 10},
      origins_(options_.origins.allowed, options_.origins.credentials, options_.origins.refuse_others),
      on_session_(std::move(on_session)),
      places_(options_.places ? options_.places
                              : std::make_shared<SessionPlaces>(options_.max_sessions,
                                                                options_.max_sessions_per_address)),
      executor_(executor),
      deadlines_(executor),
      links_ended_(executor),
      poll_served_(executor) {}

runtime::Task<> Server::Impl::serve(net::Exchange& exchange) {
  const auto self = shared_from_this();  // the server may be destroyed while a request waits
  const net::Request& request = exchange.request();
  if (request.method == "OPTIONS" && origins_.uses_cors()) {
    co_await answer_preflight(exchange);
    co_return;
  }
  const Query query{net::query_value(request.query, "transport"), net::query_value(request.query, "sid"),
                    net::query_value(request.query, "EIO")};
  const RequestFacts facts{.method = request.method,
                           .transport = query.transport,
                           .sid = query.sid,
                           .eio = query.eio,
                           .origin = request.headers.get("Origin"),
                           .is_upgrade = request.is_upgrade};
  auto session = find(query.sid);
  const auto session_transport = session ? std::optional(session->transport()) : std::nullopt;
  const auto error = check_request(facts, {options_.polling, options_.websocket}, session_transport);
  if (error) {
    co_await refuse(exchange, *error);
  } else if (!origins_.admits(facts.origin, request.headers.get("Host"))) {
    co_await refuse(exchange, Refusal::kForeignOrigin, RequestError::kForbidden,
                    std::string(message_of(RequestError::kForbidden)));
  } else if (session && facts.is_upgrade) {
    co_await serve_upgrade(exchange, std::move(session));
  } else if (session && request.method == "GET") {
    co_await serve_poll(exchange, std::move(session));
  } else if (session && request.method == "POST") {
    co_await serve_post(exchange, std::move(session));
  } else if (session) {
    net::Response answer = response(exchange, 405, "", "");
    answer.headers.set("Allow", "GET, POST");
    (void)co_await exchange.respond(std::move(answer));
  } else if (auto admission = co_await admit(exchange, facts)) {
    if (facts.is_upgrade) {
      co_await open_websocket(exchange, std::move(*admission));
    } else {
      co_await open_polling(exchange, std::move(*admission));
    }
  }
}

std::shared_ptr<LiveSession> Server::Impl::find(const std::string& id) const {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second;
}

void Server::Impl::forget(const LiveSession& session) {
  places_->give_back(session.handshake()->remote_address);
  sessions_.erase(session.id());
}

void Server::Impl::flush_soon(std::shared_ptr<LiveSession> session) {
  to_flush_.push_back(std::move(session));
  if (to_flush_.size() > 1) return;
  boost::asio::post(executor_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->flush_sessions();
  });
}

void Server::Impl::flush_sessions() {
  flushing_.swap(to_flush_);
  for (const auto& session : flushing_) session->flush();
  flushing_.clear();
}

void Server::Impl::post(std::move_only_function<void()> work) {
  boost::asio::post(executor_, std::move(work));
}

void Server::Impl::link_ended() {
  if (--links_ == 0) links_ended_.notify();
}

runtime::Task<> Server::Impl::shut_down() {
  const auto self = shared_from_this();
  shutting_down_ = true;
  std::vector<std::shared_ptr<LiveSession>> live;
  live.reserve(sessions_.size());
  for (const auto& [id, session] : sessions_) live.push_back(session);
  for (const auto& session : live) session->close(CloseReason::kServerShuttingDown);
  live.clear();
  // The pending polls have their last answer, which has yet to be written. Who does not take it is not waited
  // for.
  bool waited_enough = false;
  const auto deadline = deadlines_.add(base::SteadyTime::clock::now() + kLastAnswers, [&] {
    waited_enough = true;
    poll_served_.notify();
  });
  while (polls_ > 0 && !waited_enough) co_await poll_served_.wait();
  if (!waited_enough) deadlines_.cancel(deadline);
  while (links_ > 0) co_await links_ended_.wait();
}

Counts Server::Impl::counts() const {
  Counts counts = counts_;
  counts.sessions = sessions_.size();
  for (const auto& [id, session] : sessions_) counts.queued_bytes += session->queued_bytes();
  return counts;
}

Server::Server(const runtime::Executor& executor, Options options, SessionHandler on_session)
    : impl_(std::make_shared<Impl>(executor, std::move(options), std::move(on_session))) {}

Server::~Server() = default;

net::Handler Server::handler() {
  return [impl = impl_.get()](net::Exchange& exchange) { return impl->serve(exchange); };
}

runtime::Task<> Server::shut_down() {
  return impl_->shut_down();
}

const Options& Server::options() const {
  return impl_->options();
}

Counts Server::counts() const {
  return impl_->counts();
}

Deadlines& Server::deadlines() {
  return impl_->session_deadlines();
}

}  // namespace engineio
