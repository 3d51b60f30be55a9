// Compression of large poll answers.
#include <algorithm>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <net/content_coding.h>

#include "server_impl.h"

namespace engineio {
namespace {

// A megabyte takes some 20 ms to compress, for which a loop must not stand still: it gets a turn every half
// millisecond.
constexpr std::size_t kPieceBytes = 32'768;

}  // namespace

runtime::Task<> Server::Impl::compress(const net::Exchange& exchange, net::Response& answer) const {
  const std::size_t threshold = options_.http_compression_threshold_bytes;
  if (threshold == 0 || answer.body.size() < threshold) co_return;
  answer.headers.add("Vary", "Accept-Encoding");
  const auto coding = net::preferred_coding(exchange.request().headers.get("Accept-Encoding"));
  if (coding == net::ContentCoding::kIdentity) co_return;
  net::ContentEncoder encoder(coding);
  for (std::string_view rest = answer.body; !rest.empty();) {
    encoder.add(rest.substr(0, kPieceBytes));
    rest.remove_prefix(std::min(rest.size(), kPieceBytes));
    if (!rest.empty()) co_await boost::asio::post(executor_, boost::asio::use_awaitable);
  }
  std::string encoded = encoder.finish();
  if (encoded.size() >= answer.body.size()) co_return;
  answer.headers.set("Content-Encoding", std::string(net::name_of(coding)));
  answer.body = std::move(encoded);
}

}  // namespace engineio
