// An event that a client sent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <socketio/arguments.h>

namespace socketio {

class Socket;

// A value that moves; may be kept and acknowledged later. Used on the server's loop.
class Event {
 public:
  Event(std::string event_name, Arguments arguments, bool lone_surrogate, std::weak_ptr<Socket> socket,
        std::optional<std::uint64_t> ack_id)
      : name(std::move(event_name)),
        args(std::move(arguments.values)),
        attachments(std::move(arguments.attachments)),
        had_lone_surrogate(lone_surrogate),
        socket_(std::move(socket)),
        ack_id_(ack_id) {}
  Event(Event&&) noexcept = default;
  Event& operator=(Event&&) noexcept = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() = default;

  std::string name;
  boost::json::array args;               // what follows the name
  std::vector<std::string> attachments;  // what the placeholders in `args` stand for
  // A JavaScript string may hold half a surrogate pair ("\ud800"), UTF-8 cannot: each such escape was read as
  // U+FFFD, and the text is not what the client meant. Tell it so, or ignore it.
  bool had_lone_surrogate;

  // The bytes that `value`, found in `args`, stands for; nullptr when it is no placeholder.
  [[nodiscard]] const std::string* bytes_of(const boost::json::value& value) const {
    return socketio::bytes_of(value, attachments);
  }
  // `event.get<std::string>(0)`; see `argument`.
  template <class T>
  [[nodiscard]] std::optional<T> get(std::size_t index) const {
    return argument<T>(args, attachments, index);
  }

  // Whether the client waits for an answer that has not been given.
  [[nodiscard]] bool has_ack() const { return ack_id_.has_value(); }
  // Answers once; later calls, and calls when the client has gone or did not ask, do nothing.
  void ack(Arguments arguments);
  void ack(boost::json::array values) { ack(Arguments{std::move(values), {}}); }
  // `event.ack("ok", 1)`; an array alone is the whole list, as above.
  template <class... T>
  void ack(T&&... values) {
    ack(Arguments::of(std::forward<T>(values)...));
  }

 private:
  std::weak_ptr<Socket> socket_;
  std::optional<std::uint64_t> ack_id_;
};

}  // namespace socketio
