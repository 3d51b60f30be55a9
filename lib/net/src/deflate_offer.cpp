#include "deflate_offer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "ascii.h"
#include "field_list.h"

namespace net {

namespace {

constexpr std::string_view kName = "permessage-deflate";
constexpr int kMaxWindowBits = 15;

// What a server sends is short and repeats itself: a window of 4 KiB finds most of it, and takes 24 KiB for a
// connection where the largest takes 136.
constexpr int kServerWindowBits = 12;
// zlib cannot compress with less, though RFC 7692 knows a window of 8.
constexpr int kLeastServerWindowBits = 9;

// One offer, as its parameters are read.
class Offer {
 public:
  // False: unknown, malformed or there already; then the whole offer has to be declined (section 7.1).
  bool read(std::string_view parameter) {
    const std::size_t equals = parameter.find('=');
    const std::string_view name = trim(parameter.substr(0, equals));
    const bool has_value = equals != std::string_view::npos;
    const std::string_view value = has_value ? unquoted(trim(parameter.substr(equals + 1))) : "";
    if (name == "server_no_context_takeover") return !has_value && is_new(1) && (server_forgets_ = true);
    if (name == "client_no_context_takeover") return !has_value && is_new(2) && (client_forgets_ = true);
    if (name == "server_max_window_bits") return has_value && is_new(4) && read_bits(value, server_bits_);
    if (name == "client_max_window_bits") return is_new(8) && (!has_value || read_bits(value, client_bits_));
    return false;
  }

  [[nodiscard]] std::optional<DeflateParameters> answer() const {
    if (server_bits_ < kLeastServerWindowBits) return std::nullopt;
    // A client that did not name its window's size cannot be given one (section 7.1.2.2).
    return DeflateParameters{.server_window_bits = std::min(server_bits_, kServerWindowBits),
                             .client_window_bits = client_bits_,
                             .server_no_context_takeover = server_forgets_,
                             .client_no_context_takeover = client_forgets_};
  }

 private:
  static std::string_view unquoted(std::string_view value) {
    if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) return value;
    return value.substr(1, value.size() - 2);
  }

  static bool read_bits(std::string_view value, int& bits) {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bits);
    const bool is_number = error == std::errc() && end == value.data() + value.size();
    return is_number && !value.starts_with('0') && bits >= 8 && bits <= kMaxWindowBits;
  }

  bool is_new(unsigned parameter) {
    const bool seen = (seen_ & parameter) != 0;
    seen_ |= parameter;
    return !seen;
  }

  int server_bits_ = kMaxWindowBits;
  int client_bits_ = kMaxWindowBits;
  bool server_forgets_ = false;
  bool client_forgets_ = false;
  unsigned seen_ = 0;
};

std::optional<DeflateParameters> accept_one(std::string_view extension) {
  std::size_t end = extension.find(';');
  if (!equals_ignoring_case(trim(extension.substr(0, end)), kName)) return std::nullopt;
  Offer offer;
  while (end != std::string_view::npos) {
    extension.remove_prefix(end + 1);
    end = extension.find(';');
    if (!offer.read(trim(extension.substr(0, end)))) return std::nullopt;
  }
  return offer.answer();
}

}  // namespace

std::optional<DeflateParameters> accept_deflate(std::string_view offers) {
  std::optional<DeflateParameters> accepted;
  for_each_element(offers, [&](std::string_view offer) {
    if (!accepted) accepted = accept_one(offer);
  });
  return accepted;
}

std::string deflate_answer(const DeflateParameters& agreed) {
  std::string answer(kName);
  if (agreed.server_no_context_takeover) answer += "; server_no_context_takeover";
  if (agreed.client_no_context_takeover) answer += "; client_no_context_takeover";
  answer += "; server_max_window_bits=" + std::to_string(agreed.server_window_bits);
  if (agreed.client_window_bits < kMaxWindowBits)
    answer += "; client_max_window_bits=" + std::to_string(agreed.client_window_bits);
  return answer;
}

}  // namespace net
