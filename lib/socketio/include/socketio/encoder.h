// Socket.IO packets as Engine.IO text messages: each result starts with Engine.IO's '4' and can leave as it
// is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace socketio {

// `attachments` > 0 makes it a binary event; the bytes follow as messages of their own.
[[nodiscard]] std::string encode_event(std::string_view nsp, std::string_view event,
                                       const boost::json::array& args, std::size_t attachments,
                                       std::optional<std::uint64_t> ack_id);
// `json`: serialized arguments, separated by commas, without brackets; may be empty.
[[nodiscard]] std::string encode_event_json(std::string_view nsp, std::string_view event,
                                            std::string_view json);
// An event up to its arguments, at least one of which is to follow, then "]". `size_hint` is room for these.
[[nodiscard]] std::string begin_event(std::string_view nsp, std::string_view event, std::size_t size_hint);
[[nodiscard]] std::string encode_ack(std::string_view nsp, std::uint64_t ack_id,
                                     const boost::json::array& args, std::size_t attachments);
// Appends an event's offset as its last argument (Socket.IO documentation, "Connection state recovery").
[[nodiscard]] std::string with_offset(std::string_view event, std::uint64_t offset);
// `pid`: the secret by which the client comes back; empty for one that cannot.
[[nodiscard]] std::string encode_connect(std::string_view nsp, std::string_view sid, std::string_view pid);
// `data` is left out when it is null.
[[nodiscard]] std::string encode_connect_error(std::string_view nsp, std::string_view message,
                                               const boost::json::value& data);
[[nodiscard]] std::string encode_disconnect(std::string_view nsp);

}  // namespace socketio
