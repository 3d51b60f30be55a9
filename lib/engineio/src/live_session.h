// A session with its transports: reports to the rules what happens on the wire, and obeys them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engineio/deadlines.h>
#include <engineio/session.h>
#include <engineio/session_rules.h>
#include <net/exchange.h>
#include <runtime/notification.h>

namespace engineio {

class LiveSession;
class WebSocketLink;

// A GET that waits for data. Stands on the frame of the task that serves it.
struct PendingPoll {
  explicit PendingPoll(const runtime::Executor& executor) : settled(executor) {}

  runtime::Notification settled;
  std::optional<std::string> body;  // of the answer
  bool lost = false;                // the client has gone
};

// What a session needs of its server, which outlives every session that is not closed.
class SessionHost {
 public:
  SessionHost() = default;
  SessionHost(const SessionHost&) = delete;
  SessionHost& operator=(const SessionHost&) = delete;
  virtual ~SessionHost() = default;

  virtual const SessionLimits& limits() const = 0;
  virtual Deadlines& session_deadlines() = 0;
  virtual void forget(const LiveSession& session) = 0;
  virtual void upgraded() = 0;
  virtual void upgrade_failed() = 0;
  virtual void closed(CloseReason reason) = 0;
  // Calls LiveSession::flush soon, after the loop's present work, together with those of other sessions.
  virtual void flush_soon(std::shared_ptr<LiveSession> session) = 0;
  // Calls `work` soon, on the loop.
  virtual void post(std::move_only_function<void()> work) = 0;
};

// Owned by the server's table, and by whoever serves one of its requests. Each function that reports an event
// holds back what the listener sends meanwhile, and sends it as one batch at its end.
class LiveSession final : public Session,
                          private SessionActions,
                          public std::enable_shared_from_this<LiveSession> {
 public:
  LiveSession(SessionHost& host, std::string id, Transport transport,
              std::shared_ptr<const Handshake> handshake);
  ~LiveSession() override;

  const std::string& id() const override { return id_; }
  const std::shared_ptr<const Handshake>& handshake() const override { return handshake_; }
  bool is_open() const override { return rules_.is_open(); }
  void send(Frame message) override;
  void send_all(std::vector<Frame> messages) override;
  bool writable() const override;
  void prefetch() const override;
  std::size_t queued_bytes() const override;
  void close(CloseReason reason) override;

  [[nodiscard]] Transport transport() const { return rules_.transport(); }
  // Whether the client may still send requests.
  [[nodiscard]] bool is_reachable() const { return rules_.is_open() || rules_.is_closing(); }

  // Called once, before anything arrives. `make_listener` may send.
  void open(
      const std::function<std::shared_ptr<SessionListener>(const std::shared_ptr<Session>&)>& make_listener);
  // The same for a session that starts on a WebSocket: `open_packet` is sent first.
  void open_on(
      std::shared_ptr<WebSocketLink> link, std::string open_packet,
      const std::function<std::shared_ptr<SessionListener>(const std::shared_ptr<Session>&)>& make_listener);

  // False: another GET waits, and the session has ended because of that.
  [[nodiscard]] bool poll_arrived(PendingPoll& poll);
  // The poll that waited is gone.
  void poll_lost();
  // The connection that an answer with data went to is gone.
  void answer_lost();

  // False: another POST is being received, and the session has ended because of that. Otherwise this one is,
  // until `post_ended`.
  [[nodiscard]] bool post_arrived(net::Exchange& exchange);
  // The POST that is being received, or null.
  [[nodiscard]] net::Exchange* receiving() const { return receiving_; }
  void post_ended();
  // A whole body. False: it was malformed.
  [[nodiscard]] bool post_received(std::string_view body);
  void post_failed();

  // Sends what is queued: what the host calls after `flush_soon`.
  void flush();

  // False: there is one already.
  [[nodiscard]] bool upgrade_opened(std::shared_ptr<WebSocketLink> link);

  void link_message(const WebSocketLink& link, std::string_view payload, bool binary);
  void link_written(const WebSocketLink& link);
  void link_lost(const WebSocketLink& link, CloseReason reason);

 private:
  void answer_poll(std::string body) override;
  bool write_websocket(std::vector<Frame> frames) override;
  void close_websocket() override;
  void abort_websocket() override;
  bool write_probe(Frame frame) override;
  void close_probe() override;
  void adopt_probe() override;
  void forget() override;
  void message(std::string_view payload, bool binary) override;
  void drained() override;
  void closed(CloseReason reason) override;

  template <class Event>
  void turn(Event event);
  void flush_later();
  void drain_later();
  void tick();
  void reschedule();

  SessionHost& host_;
  const std::string id_;
  const std::shared_ptr<const Handshake> handshake_;
  SessionRules rules_;
  std::shared_ptr<SessionListener> listener_;
  std::shared_ptr<WebSocketLink> websocket_;
  std::shared_ptr<WebSocketLink> probe_;
  PendingPoll* pending_poll_ = nullptr;
  net::Exchange* receiving_ = nullptr;
  std::optional<Deadlines::Id> deadline_;
  base::SteadyTime deadline_at_;  // of `deadline_`
  bool flush_is_due_ = false;
  mutable bool drain_is_awaited_ = false;  // somebody has heard that this is not writable
  int turns_ = 0;  // events being reported right now: a listener may cause one inside another
};

}  // namespace engineio
