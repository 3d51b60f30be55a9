// The server's table of sessions, and how each request is answered.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <engineio/origin_policy.h>
#include <engineio/request_check.h>
#include <engineio/server.h>
#include <engineio/session_places.h>
#include <runtime/notification.h>

#include "live_session.h"
#include "websocket_link.h"

namespace engineio {

// Owned by the Server and by the requests in service.
class Server::Impl final : public SessionHost,
                           public WebSocketLinks,
                           public std::enable_shared_from_this<Impl> {
 public:
  Impl(const runtime::Executor& executor, Options options, SessionHandler on_session);

  // One request, from its first check to its answer.
  runtime::Task<> serve(net::Exchange& exchange);
  runtime::Task<> shut_down();

  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] Counts counts() const;
  Deadlines& session_deadlines() override { return deadlines_; }

 private:
  // What a request asked for in its query.
  struct Query {
    std::string transport;
    std::string sid;
    std::string eio;
  };

  const SessionLimits& limits() const override { return limits_; }
  void forget(const LiveSession& session) override;
  void upgraded() override { ++counts_.upgraded; }
  void upgrade_failed() override { ++counts_.failed_upgrades; }
  void closed(CloseReason reason) override { counts_.closed.add(reason); }
  void flush_soon(std::shared_ptr<LiveSession> session) override;
  void flush_sessions();
  void post(std::move_only_function<void()> work) override;

  void link_opened() override { ++links_; }
  void link_ended() override;

  [[nodiscard]] std::shared_ptr<LiveSession> find(const std::string& id) const;

  // Handshakes: everything that is asked before a session is made. nullopt: refused and answered.
  runtime::Task<std::optional<Admission>> admit(net::Exchange& exchange, const RequestFacts& facts);
  runtime::Task<> open_polling(net::Exchange& exchange, Admission admission);
  runtime::Task<> open_websocket(net::Exchange& exchange, Admission admission);
  // Why there can be no further session of that address now, if so.
  [[nodiscard]] std::optional<Refusal> no_room_for(const std::string& address) const;
  // The same; otherwise a session is to be made.
  [[nodiscard]] std::optional<Refusal> take_place(const std::string& address);
  [[nodiscard]] std::shared_ptr<const Handshake> handshake_of(const net::Request& request,
                                                              Admission admission) const;
  std::shared_ptr<LiveSession> make_session(Transport transport, std::shared_ptr<const Handshake> handshake);
  [[nodiscard]] std::string open_packet_of(const LiveSession& session) const;

  // Requests of a session.
  runtime::Task<> serve_poll(net::Exchange& exchange, std::shared_ptr<LiveSession> session);
  runtime::Task<> serve_post(net::Exchange& exchange, std::shared_ptr<LiveSession> session);
  runtime::Task<base::Result<std::string>> receive_post(net::Exchange& exchange,
                                                        std::shared_ptr<LiveSession> session);
  runtime::Task<> serve_upgrade(net::Exchange& exchange, std::shared_ptr<LiveSession> session);

  // Answers.
  [[nodiscard]] net::Response response(const net::Exchange& exchange, int status,
                                       std::string_view content_type, std::string body) const;
  // With the error's own message, or another.
  runtime::Task<> refuse(net::Exchange& exchange, RequestError error);
  runtime::Task<> refuse(net::Exchange& exchange, Refusal counted, RequestError error, std::string message);
  runtime::Task<> refuse_overload(net::Exchange& exchange, Refusal counted);
  // A bare status, as for requests that do not fit their session's state.
  runtime::Task<> refuse_bare(net::Exchange& exchange, Refusal counted, int status);
  runtime::Task<> compress(const net::Exchange& exchange, net::Response& answer) const;
  runtime::Task<> answer_preflight(net::Exchange& exchange);
  runtime::Task<base::Result<std::unique_ptr<net::WebSocket>>> accept(net::Exchange& exchange);

  const Options options_;
  const SessionLimits limits_;
  const net::Rate control_frames_;
  const OriginPolicy origins_;
  const SessionHandler on_session_;
  const std::shared_ptr<SessionPlaces> places_;
  runtime::Executor executor_;
  Deadlines deadlines_;
  std::size_t links_ = 0;  // that have not ended
  runtime::Notification links_ended_;
  std::unordered_map<std::string, std::shared_ptr<LiveSession>> sessions_;
  std::vector<std::shared_ptr<LiveSession>> to_flush_;
  std::vector<std::shared_ptr<LiveSession>> flushing_;  // empty between the turns
  std::size_t polls_ = 0;                               // in service
  runtime::Notification poll_served_;
  Counts counts_;
  bool shutting_down_ = false;
};

}  // namespace engineio
