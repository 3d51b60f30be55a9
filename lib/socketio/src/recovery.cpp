#include "recovery.h"

#include <charconv>

#include <base/ids.h>
#include <net/http.h>
#include <socketio/encoder.h>

namespace socketio {
namespace {

constexpr std::size_t kPrivateIdBytes = 15;  // 20 characters
constexpr std::chrono::seconds kBetweenSweeps{1};

const boost::json::string* text_in(const boost::json::object& auth, std::string_view key) {
  const auto* value = auth.if_contains(key);
  return value != nullptr ? value->if_string() : nullptr;
}

base::SteadyTime now() {
  return base::SteadyTime::clock::now();
}

}  // namespace

// Who loses the connection is away for at most `keep_for` after that has been noticed, which takes up to a
// ping's interval and timeout: an older event has arrived, or nobody is left to ask for it.
Recovery::Recovery(const RecoveryOptions& options, const engineio::Options& engine,
                   engineio::Deadlines& deadlines)
    : options_(options),
      log_horizon_(options.keep_for + engine.ping_interval + engine.ping_timeout),
      deadlines_(deadlines) {}

bool Recovery::is_offered_to(const engineio::Handshake& handshake) const {
  switch (options_.offer) {
    case RecoveryOptions::Offer::kNobody:
      return false;
    case RecoveryOptions::Offer::kWhoAsks:
      return net::query_value(handshake.query, "recovery") == "1";
    case RecoveryOptions::Offer::kEveryone:
      return true;
  }
  return false;
}

void Recovery::enable(Socket& socket) {
  std::string id = base::random_token(kPrivateIdBytes);
  by_private_id_.emplace(id, &socket);
  socket.recoverable_ = std::make_unique<Socket::Recoverable>(std::move(id), log_bytes_);
}

std::shared_ptr<Socket> Recovery::find(const Socket& joining) const {
  const auto* id = text_in(joining.auth(), "pid");
  if (id == nullptr) return nullptr;
  const auto found = by_private_id_.find(std::string_view(*id));
  if (found == by_private_id_.end() || &found->second->nsp() != &joining.nsp()) return nullptr;
  auto socket = found->second->shared_from_this();
  return !options_.allow || options_.allow(*socket, joining.handshake()) ? socket : nullptr;
}

void Recovery::log(Socket& socket, std::uint64_t offset, std::vector<engineio::Frame> frames) {
  const base::SteadyTime time = now();
  EventLog& log = socket.recoverable_->log;
  log.append(offset, std::move(frames), time);
  log.drop_older_than(time - log_horizon_);
  while (log.bytes() > options_.max_bytes_per_socket) log.drop_oldest();
  if (*log_bytes_ <= options_.max_bytes) return;
  if (time >= next_sweep_) {
    next_sweep_ = time + kBetweenSweeps;
    for (const auto& [id, other] : by_private_id_)
      other->recoverable_->log.drop_older_than(time - log_horizon_);
  }
  while (*log_bytes_ > options_.max_bytes && !away_.empty()) away_.front()->forget();
  if (!socket.recoverable_) return;  // it was away itself
  while (*log_bytes_ > options_.max_bytes && !log.empty()) log.drop_oldest();
}

void Recovery::went_away(Socket& socket) {
  Socket::Recoverable& state = *socket.recoverable_;
  state.place = away_.insert(away_.end(), socket.shared_from_this());
  state.expiry = deadlines_.add(now() + options_.keep_for, [&socket] {
    socket.recoverable_->expiry.reset();
    socket.forget();
  });
  if (away_.size() > options_.max_away) away_.front()->forget();
}

void Recovery::came_back(Socket& socket) {
  stop_waiting_for(socket);
  socket.recoverable_->recovered = true;
}

void Recovery::forget(Socket& socket) {
  by_private_id_.erase(socket.recoverable_->private_id);
  stop_waiting_for(socket);
}

void Recovery::stop_waiting_for(Socket& socket) {
  Socket::Recoverable& state = *socket.recoverable_;
  if (state.expiry) deadlines_.cancel(*std::exchange(state.expiry, std::nullopt));
  if (state.place) away_.erase(*std::exchange(state.place, std::nullopt));
}

void Recovery::clear() {
  while (!away_.empty()) away_.front()->forget();
}

std::vector<engineio::Frame> shared_frames(std::string packet, std::vector<std::string> attachments) {
  std::vector<engineio::Frame> frames;
  frames.reserve(1 + attachments.size());
  frames.push_back(engineio::Frame::text(std::move(packet)));
  for (std::string& bytes : attachments) frames.push_back(engineio::Frame::binary(std::move(bytes)));
  for (engineio::Frame& frame : frames) frame.share();
  return frames;
}

engineio::Frame offset_frame(const engineio::Frame& frame, std::uint64_t offset) {
  auto made = engineio::Frame::text(with_offset(frame.bytes(), offset));
  made.share();
  return made;
}

std::optional<std::uint64_t> offset_in(const boost::json::object& auth) {
  if (!auth.contains("offset")) return 0;
  const auto* text = text_in(auth, "offset");
  if (text == nullptr) return std::nullopt;
  std::uint64_t offset = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, offset);
  if (error != std::errc() || stop != end) return std::nullopt;
  return offset;
}

}  // namespace socketio
