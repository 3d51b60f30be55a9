// The arguments of an event or an acknowledgement: JSON values, and bytes that travel beside them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace socketio {

// An argument that is sent as bytes: a Buffer or ArrayBuffer in JavaScript.
struct Binary {
  std::string bytes;
};

// The bytes that `value` stands for, one of `attachments`; nullptr when it is no placeholder of these.
[[nodiscard]] const std::string* bytes_of(const boost::json::value& value,
                                          const std::vector<std::string>& attachments);

// The argument at `index` as a T: whatever boost::json::value_to makes of it, or a Binary. nullopt when there
// is none, and when it is something else.
template <class T>
[[nodiscard]] std::optional<T> argument(const boost::json::array& values,
                                        const std::vector<std::string>& attachments, std::size_t index) {
  const boost::json::value* const value = values.if_contains(index);
  if (value == nullptr) return std::nullopt;
  if constexpr (std::is_same_v<T, Binary>) {
    const std::string* const bytes = bytes_of(*value, attachments);
    return bytes != nullptr ? std::optional(Binary{*bytes}) : std::nullopt;
  } else if constexpr (std::is_same_v<T, boost::json::value>) {
    return *value;
  } else {
    auto converted = boost::json::try_value_to<T>(*value);
    return converted ? std::optional<T>(*std::move(converted)) : std::nullopt;
  }
}

// A value. Bytes stand in `attachments`; `values` refers to them, at any depth, by placeholders
// {"_placeholder":true,"num":i} as on the wire (Socket.IO protocol 5, "Packet encoding").
struct Arguments {
  boost::json::array values;
  std::vector<std::string> attachments;

  // Appends an argument: anything that boost::json::value_from takes, or a Binary.
  template <class T>
  void add(T&& value) {
    if constexpr (std::is_same_v<std::remove_cvref_t<T>, Binary>) {
      values.push_back(attach(std::forward<T>(value).bytes));
    } else {
      values.push_back(boost::json::value_from(std::forward<T>(value)));
    }
  }

  template <class... T>
  [[nodiscard]] static Arguments of(T&&... list) {
    Arguments made;
    made.values.reserve(sizeof...(T));
    (made.add(std::forward<T>(list)), ...);
    return made;
  }

  // Adds an attachment and returns the placeholder to put where the bytes belong.
  [[nodiscard]] boost::json::value attach(std::string bytes);

  // The bytes that `value` stands for; nullptr when it is no placeholder of these attachments.
  [[nodiscard]] const std::string* bytes_of(const boost::json::value& value) const {
    return socketio::bytes_of(value, attachments);
  }

  // `reply.get<std::string>(0)`; see `argument`.
  template <class T>
  [[nodiscard]] std::optional<T> get(std::size_t index) const {
    return argument<T>(values, attachments, index);
  }
};

}  // namespace socketio
