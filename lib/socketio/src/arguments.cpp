#include <utility>

#include <socketio/arguments.h>

namespace socketio {

const std::string* bytes_of(const boost::json::value& value, const std::vector<std::string>& attachments) {
  const auto* object = value.if_object();
  if (object == nullptr) return nullptr;
  const auto* marker = object->if_contains("_placeholder");
  const auto* number = object->if_contains("num");
  if (marker == nullptr || number == nullptr || *marker != true || !number->is_int64()) return nullptr;
  const std::int64_t index = number->get_int64();
  if (index < 0 || static_cast<std::size_t>(index) >= attachments.size()) return nullptr;
  return &attachments[static_cast<std::size_t>(index)];
}

boost::json::value Arguments::attach(std::string bytes) {
  attachments.push_back(std::move(bytes));
  return boost::json::object{{"_placeholder", true},
                             {"num", static_cast<std::int64_t>(attachments.size() - 1)}};
}

}  // namespace socketio
