#include <engineio/frame.h>

namespace engineio {

std::string_view Frame::bytes() const {
  if (const auto* shared = std::get_if<Shared>(&bytes_)) return **shared;
  return std::get<std::string>(bytes_);
}

void Frame::share() {
  if (auto* owned = std::get_if<std::string>(&bytes_)) {
    bytes_ = std::make_shared<const std::string>(std::move(*owned));
  }
}

std::string Frame::take() && {
  if (const auto* shared = std::get_if<Shared>(&bytes_)) return **shared;
  return std::move(std::get<std::string>(bytes_));
}

}  // namespace engineio
