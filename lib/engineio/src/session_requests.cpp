// The requests of a live session: GET, POST, and the WebSocket of an upgrade.
#include <utility>

#include "server_impl.h"

namespace engineio {
namespace {

// Lets a shutdown wait until the last answers are written.
class PollInService {
 public:
  PollInService(std::size_t& count, runtime::Notification& ended) : count_(count), ended_(ended) { ++count_; }
  ~PollInService() {
    --count_;
    ended_.notify();
  }
  PollInService(const PollInService&) = delete;
  PollInService& operator=(const PollInService&) = delete;

 private:
  std::size_t& count_;
  runtime::Notification& ended_;
};

// However the task that receives a POST ends, the session does not refer to its exchange any more.
class PostInService {
 public:
  explicit PostInService(std::shared_ptr<LiveSession> session) : session_(std::move(session)) {}
  ~PostInService() { session_->post_ended(); }
  PostInService(const PostInService&) = delete;
  PostInService& operator=(const PostInService&) = delete;

 private:
  const std::shared_ptr<LiveSession> session_;
};

}  // namespace

runtime::Task<> Server::Impl::serve_poll(net::Exchange& exchange, std::shared_ptr<LiveSession> session) {
  const PollInService counted(polls_, poll_served_);
  PendingPoll poll(executor_);
  if (!session->poll_arrived(poll)) {
    co_await refuse_bare(exchange, Refusal::kOverlappingRequests, 400);
    co_return;
  }
  if (!poll.body) {
    exchange.on_peer_gone([&poll, session] {
      if (poll.body) return;  // being answered: whether that arrives is seen there
      poll.lost = true;
      session->poll_lost();
      poll.settled.notify();
    });
    while (!poll.body && !poll.lost) co_await poll.settled.wait();
  }
  if (poll.lost) {
    co_await exchange.drop({});
    co_return;
  }
  net::Response answer = response(exchange, 200, "text/plain; charset=UTF-8", std::move(*poll.body));
  answer.headers.set("cache-control", "no-store");
  co_await compress(exchange, answer);
  if (!co_await exchange.respond(std::move(answer))) session->answer_lost();
}

runtime::Task<base::Result<std::string>> Server::Impl::receive_post(net::Exchange& exchange,
                                                                    std::shared_ptr<LiveSession> session) {
  // Ends with the body: the client may send its next POST before this one's answer is written.
  const PostInService in_service(std::move(session));
  co_return co_await exchange.read_body(options_.max_payload_bytes);
}

runtime::Task<> Server::Impl::serve_post(net::Exchange& exchange, std::shared_ptr<LiveSession> session) {
  net::Exchange* const receiving = session->receiving();
  if (!session->post_arrived(exchange)) {
    // The first is not worth waiting for: its session has just ended.
    if (receiving != nullptr) co_await receiving->drop({});
    co_await refuse_bare(exchange, Refusal::kOverlappingRequests, 400);
    co_return;
  }
  // Raw bytes were the way of protocol 3 (Engine.IO protocol 4, section "Difference between v3 and v4").
  if (exchange.request().headers.get("Content-Type") == "application/octet-stream") {
    session->post_ended();
    session->post_failed();
    co_await refuse_bare(exchange, Refusal::kMalformedBody, 400);
    co_return;
  }
  const base::Result<std::string> body = co_await receive_post(exchange, session);
  if (!body && body.error().code == net::kBodyTooLarge) {
    co_await refuse_bare(exchange, Refusal::kBodyTooLarge, 413);
  } else if (!body) {
    session->post_failed();
    co_await exchange.drop({});
  } else if (!session->is_reachable()) {
    co_await refuse(exchange, RequestError::kSessionUnknown);
  } else if (session->post_received(*body)) {
    net::Response answer = response(exchange, 200, "text/html", "ok");
    answer.headers.set("cache-control", "no-store");
    (void)co_await exchange.respond(std::move(answer));
  } else {
    co_await refuse_bare(exchange, Refusal::kMalformedBody, 400);
  }
}

runtime::Task<> Server::Impl::serve_upgrade(net::Exchange& exchange, std::shared_ptr<LiveSession> session) {
  auto socket = co_await accept(exchange);
  if (!socket) co_return;
  const auto link = WebSocketLink::open(std::move(*socket), session, *this);
  if (!options_.upgrades || !session->upgrade_opened(link)) {
    upgrade_failed();
    link->close();
  }
}

}  // namespace engineio
