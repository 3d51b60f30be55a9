#include "request_parser.h"

#include <limits>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

namespace net {

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

// Many requests have no more; the list doubles for a browser's.
constexpr std::size_t kUsualFields = 8;

std::string_view as_view(beast::string_view text) {
  return {text.data(), text.size()};
}

// A client that talks as if to a proxy sends the whole URL (RFC 9112, section 3.2.2).
std::string_view without_origin(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t path = target.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
  }
  return target;
}

}  // namespace

class RequestParser::Impl final : public http::basic_parser<true> {
 public:
  Impl(Request& request, std::size_t max_head_bytes) : request_(request), max_head_bytes_(max_head_bytes) {
    body_limit(boost::none);  // parse_body counts, since the limit is known only later
    const std::size_t most = std::numeric_limits<std::uint32_t>::max();
    header_limit(static_cast<std::uint32_t>(std::min(max_head_bytes, most)));
  }

  Progress parse_head(ReceiveBuffer& in) {
    // RFC 9112, section 2.2: an empty line before the request line is skipped.
    while (!got_some() && in.view().starts_with("\r\n")) {
      in.consume(2);
      head_bytes_ += 2;
    }
    if (head_bytes_ > max_head_bytes_) return Progress::kHeadTooLarge;
    if (in.empty() || (!got_some() && in.view() == "\r")) return Progress::kNeedMore;
    beast::error_code error;
    const std::size_t used = put(boost::asio::const_buffer(in.view().data(), in.size()), error);
    in.consume(used);
    // The parser's own limit starts anew with every line it has consumed, so the whole is counted here.
    head_bytes_ += used;
    const std::size_t seen = is_header_done() ? head_bytes_ : head_bytes_ + in.size();
    if (error == http::error::header_limit || seen > max_head_bytes_)
      return request_.target.empty() ? Progress::kTargetTooLong : Progress::kHeadTooLarge;
    if (error == http::error::need_more) return Progress::kNeedMore;
    if (error) return Progress::kMalformed;
    return judge_head();
  }

  Progress parse_body(ReceiveBuffer& in, std::string* out, std::size_t limit_bytes) {
    out_ = out;
    limit_bytes_ = limit_bytes;
    while (!is_done()) {
      if (in.empty()) return Progress::kNeedMore;
      beast::error_code error;
      in.consume(put(boost::asio::const_buffer(in.view().data(), in.size()), error));
      if (error == http::error::need_more) return in.full() ? Progress::kMalformed : Progress::kNeedMore;
      if (error == http::error::body_limit) return Progress::kBodyTooLarge;
      if (error) return Progress::kMalformed;
    }
    return Progress::kDone;
  }

  [[nodiscard]] bool is_http_1_0() const { return version_ == 10; }

 private:
  Progress judge_head() {
    // RFC 9112, sections 6.1 and 6.3: a body whose end cannot be known for certain is never guessed at.
    if (request_.headers.has("Transfer-Encoding")) {
      if (!chunked() || is_http_1_0()) return Progress::kMalformed;
      if (!beast::iequals(beast::string_view(request_.headers.get("Transfer-Encoding")), "chunked"))
        return Progress::kNotImplemented;
    }
    // RFC 9112, section 3.2.
    if (hosts_ > 1 || (hosts_ == 0 && !is_http_1_0())) return Progress::kMalformed;
    request_.is_upgrade =
        request_.method == "GET" && !is_http_1_0() && upgrade() &&
        http::token_list(beast::string_view(request_.headers.get("Upgrade"))).exists("websocket");
    return Progress::kDone;
  }

  std::size_t take(beast::string_view bytes, beast::error_code& error) {
    if (received_ + bytes.size() > limit_bytes_) {
      error = http::error::body_limit;
      return 0;
    }
    received_ += bytes.size();
    if (out_ != nullptr) out_->append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_request_impl(http::verb /*method*/, beast::string_view method, beast::string_view target,
                       int version, beast::error_code& /*error*/) override {
    request_.method = as_view(method);
    request_.target = as_view(target);
    version_ = version;
    const std::string_view local = without_origin(request_.target);
    const std::size_t question = local.find('?');
    request_.path = local.substr(0, question);
    if (request_.path.empty()) request_.path = "/";
    if (question != std::string_view::npos) request_.query = local.substr(question + 1);
    request_.headers.reserve(kUsualFields);
  }

  void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                     beast::error_code& /*error*/) override {
    if (is_header_done()) return;  // a trailer: nobody asks for them
    if (field == http::field::host) ++hosts_;
    request_.headers.add(std::string(as_view(name)), std::string(as_view(value)));
  }

  std::size_t on_body_impl(beast::string_view bytes, beast::error_code& error) override {
    return take(bytes, error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, beast::string_view bytes,
                                 beast::error_code& error) override {
    return take(bytes, error);
  }

  void on_response_impl(int /*code*/, beast::string_view /*reason*/, int /*version*/,
                        beast::error_code& /*error*/) override {}
  void on_header_impl(beast::error_code& /*error*/) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                         beast::error_code& /*error*/) override {}
  void on_chunk_header_impl(std::uint64_t /*size*/, beast::string_view /*extensions*/,
                            beast::error_code& /*error*/) override {}
  void on_finish_impl(beast::error_code& /*error*/) override {}

  Request& request_;
  const std::size_t max_head_bytes_;
  std::size_t head_bytes_ = 0;
  int version_ = 11;
  int hosts_ = 0;
  std::string* out_ = nullptr;
  std::size_t limit_bytes_ = 0;
  std::size_t received_ = 0;
};

RequestParser::RequestParser(std::size_t max_head_bytes) : max_head_bytes_(max_head_bytes) {}

RequestParser::~RequestParser() = default;

void RequestParser::begin(Request& request) {
  impl_ = std::make_unique<Impl>(request, max_head_bytes_);
}

void RequestParser::end() {
  impl_.reset();
}

RequestParser::Progress RequestParser::parse_head(ReceiveBuffer& in) {
  return impl_->parse_head(in);
}

RequestParser::Progress RequestParser::parse_body(ReceiveBuffer& in, std::string* out,
                                                  std::size_t limit_bytes) {
  return impl_->parse_body(in, out, limit_bytes);
}

bool RequestParser::is_done() const {
  return impl_->is_done();
}

bool RequestParser::is_http_1_0() const {
  return impl_->is_http_1_0();
}

bool RequestParser::keeps_alive() const {
  return impl_->keep_alive();
}

std::optional<std::uint64_t> RequestParser::remaining_body() const {
  if (impl_->is_done()) return 0;
  const auto remaining = impl_->content_length_remaining();
  if (!remaining) return std::nullopt;
  return *remaining;
}

}  // namespace net
