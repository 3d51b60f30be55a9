// Connection state recovery: which sockets are kept for clients that are away, and which events for them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <engineio/deadlines.h>
#include <socketio/options.h>
#include <socketio/socket.h>

#include "event_log.h"
#include "rooms.h"

namespace socketio {

// What a socket has that can come back.
struct Socket::Recoverable {
  Recoverable(std::string id, std::shared_ptr<std::size_t> log_bytes)
      : private_id(std::move(id)), log(std::move(log_bytes)) {}

  const std::string private_id;  // the secret by which the client comes back: "pid" on the wire
  EventLog log;
  bool recovered = false;
  // While away.
  std::optional<engineio::Deadlines::Id> expiry;
  std::optional<std::list<std::shared_ptr<Socket>>::iterator> place;
};

// Owned by the server; used on its loop. Owns the sockets whose clients are away.
class Recovery {
 public:
  Recovery(const RecoveryOptions& options, const engineio::Options& engine, engineio::Deadlines& deadlines);

  [[nodiscard]] bool is_offered_to(const engineio::Handshake& handshake) const;
  [[nodiscard]] bool skips_middlewares() const { return options_.skip_middlewares; }

  // Makes a socket that has just joined recoverable.
  void enable(Socket& socket);
  // The socket, joined or away, that the client proves to have been; nullptr when there is none or the
  // application objects.
  [[nodiscard]] std::shared_ptr<Socket> find(const Socket& joining) const;

  // Logs an event that is about to be sent, within the bounds. May forget other sockets.
  void log(Socket& socket, std::uint64_t offset, std::vector<engineio::Frame> frames);

  // The client has gone; may forget the socket that is away longest.
  void went_away(Socket& socket);
  void came_back(Socket& socket);
  // The client won't come back.
  void forget(Socket& socket);

  [[nodiscard]] std::size_t away() const { return away_.size(); }
  // Forgets everyone who is away.
  void clear();

 private:
  void stop_waiting_for(Socket& socket);

  const RecoveryOptions& options_;
  const base::Duration log_horizon_;
  engineio::Deadlines& deadlines_;
  std::shared_ptr<std::size_t> log_bytes_ = std::make_shared<std::size_t>(0);
  std::unordered_map<std::string, Socket*, StringHash, std::equal_to<>> by_private_id_;
  std::list<std::shared_ptr<Socket>> away_;  // longest first
  base::SteadyTime next_sweep_{};
};

// A packet and its attachments, to be sent more than once.
[[nodiscard]] std::vector<engineio::Frame> shared_frames(std::string packet,
                                                         std::vector<std::string> attachments);
// The event in `frame`, with an offset.
[[nodiscard]] engineio::Frame offset_frame(const engineio::Frame& frame, std::uint64_t offset);

// What a client has received: the offset it sends with CONNECT. 0 when it has none; nullopt when it is none
// of ours.
[[nodiscard]] std::optional<std::uint64_t> offset_in(const boost::json::object& auth);

}  // namespace socketio
