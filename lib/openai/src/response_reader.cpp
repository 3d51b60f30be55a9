#include "response_reader.h"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace openai {

namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using View = boost::beast::string_view;

namespace {

constexpr std::uint32_t kMostHeadBytes = 64 * 1024;

}  // namespace

// Beast's parser without a message: the body goes to the sink as it stands in the received bytes.
class ResponseReader::Parser final : public http::basic_parser<false> {
 public:
  explicit Parser(Sink& sink) : sink_(sink) {
    header_limit(kMostHeadBytes);
    body_limit(boost::none);
    eager(true);
  }

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] bool is_informational() const { return status_ >= 100 && status_ < 200; }
  [[nodiscard]] const std::string& retry_after() const { return retry_after_; }
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  void on_response_impl(int code, View, int, ErrorCode&) override { status_ = code; }
  void on_field_impl(http::field name, View, View value, ErrorCode&) override {
    if (name == http::field::retry_after) retry_after_.assign(value.data(), value.size());
  }
  void on_header_impl(ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(View body, ErrorCode& error) override { return hand_on(body, error); }
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View body, ErrorCode& error) override {
    return hand_on(body, error);
  }
  void on_finish_impl(ErrorCode&) override {}
  void on_request_impl(http::verb, View, View, int, ErrorCode&) override {}

  std::size_t hand_on(View body, ErrorCode& error) {
    if (!sink_.body({body.data(), body.size()})) {
      stopped_ = true;
      error = http::make_error_code(http::error::end_of_stream);
    }
    return body.size();
  }

  Sink& sink_;
  int status_ = 0;
  std::string retry_after_;
  bool stopped_ = false;
};

ResponseReader::ResponseReader(Sink& sink) : sink_(sink) {
  begin();
}

ResponseReader::~ResponseReader() = default;

void ResponseReader::begin() {
  parser_ = std::make_unique<Parser>(sink_);
  rest_.clear();
  words_.clear();
}

ResponseReader::Step ResponseReader::read(std::string_view bytes) {
  std::string joined;
  if (!rest_.empty()) {
    joined = std::exchange(rest_, {});
    bytes = joined.append(bytes);
  }
  while (!bytes.empty()) {
    if (parser_->is_done()) {
      if (!parser_->is_informational()) return broken("there was more than the response");
      parser_ = std::make_unique<Parser>(sink_);
    }
    ErrorCode error;
    bytes.remove_prefix(parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error));
    if (parser_->stopped()) return Step::kStopped;
    if (error == http::error::need_more) {
      rest_.assign(bytes);
      return Step::kNeedMore;
    }
    if (error) return broken(error.message());
  }
  return parser_->is_done() && !parser_->is_informational() ? Step::kDone : Step::kNeedMore;
}

ResponseReader::Step ResponseReader::end_of_stream() {
  if (!parser_->got_some()) return broken("Empty reply from server");
  ErrorCode error;
  if (!parser_->is_done()) parser_->put_eof(error);
  if (error || parser_->is_informational()) return broken("it was closed in the middle of the response");
  return Step::kDone;
}

void ResponseReader::prefetch() const {
  __builtin_prefetch(parser_.get());
}

int ResponseReader::status() const {
  return parser_->is_header_done() && !parser_->is_informational() ? parser_->status() : 0;
}

std::string_view ResponseReader::retry_after() const {
  return parser_->retry_after();
}

bool ResponseReader::keep_alive() const {
  return parser_->is_done() && !parser_->need_eof() && parser_->keep_alive();
}

ResponseReader::Step ResponseReader::broken(std::string words) {
  words_ = std::move(words);
  return Step::kBroken;
}

}  // namespace openai
