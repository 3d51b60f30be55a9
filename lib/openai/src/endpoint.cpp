#include "endpoint.h"

#include <algorithm>
#include <fstream>
#include <new>
#include <stdexcept>
#include <string_view>

#include <netinet/in.h>
#include <netinet/tcp.h>

namespace openai {
namespace {

// libcurl gives each running answer a buffer of its own. The default is four times this.
constexpr long kReceiveBytes = 4096;

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

void add_header(HeaderList& headers, const std::string& line) {
  curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  if (!headers) headers.reset(longer);  // afterwards the list keeps its head
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// See PlainConnection: an answer's small segments are better acknowledged two at a time.
int acknowledge_less(void*, curl_socket_t socket, curlsocktype) {
  const int off = 0;
  ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof(off));
  return CURL_SOCKOPT_OK;
}

// Sets options until one fails.
class OptionSetter {
 public:
  explicit OptionSetter(CURL* transfer) : transfer_(transfer) {}

  template <class Value>
  void set(CURLoption option, Value value) {
    good_ = good_ && curl_easy_setopt(transfer_, option, value) == CURLE_OK;
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  CURL* transfer_;
  bool good_ = true;
};

}  // namespace

Endpoint::Endpoint(const Options& options)
    : ca_file_(options.ca_file),
      user_agent_(options.user_agent),
      connect_timeout_milliseconds_(static_cast<long>(options.connect_timeout.count())) {
  const UrlHandle url(curl_url());
  if (!url) throw std::bad_alloc();
  if (curl_url_set(url.get(), CURLUPART_URL, options.base_url.c_str(), 0) != CURLUE_OK) {
    throw std::invalid_argument("the base URL is not a URL; it looks like https://api.openai.com/v1");
  }
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    throw std::invalid_argument("the base URL has to start with https:// or http://");
  }
  tls_ = scheme == "https";
  std::string path = part_of(url.get(), CURLUPART_PATH);
  while (path.ends_with('/')) path.pop_back();
  path += "/chat/completions";
  curl_url_set(url.get(), CURLUPART_PATH, path.c_str(), 0);
  url_ = part_of(url.get(), CURLUPART_URL);
  credentials_ =
      !part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty();
  host_ = part_of(url.get(), CURLUPART_HOST);
  if (const std::string port = part_of(url.get(), CURLUPART_PORT); !port.empty()) host_ += ':' + port;

  if (!ca_file_.empty() && !std::ifstream(ca_file_)) {
    throw std::invalid_argument("the file of certificate authorities cannot be read: " + ca_file_);
  }

  add_header(headers_, "Content-Type: application/json");
  add_header(headers_, "Accept: text/event-stream, application/json");
  add_header(headers_, "Expect:");  // a long question must not wait for "100 Continue"
  if (has_control_characters(options.api_key)) {
    throw std::invalid_argument("the API key holds a control character, perhaps a line end at its end");
  }
  if (!options.api_key.empty()) add_header(headers_, "Authorization: Bearer " + options.api_key);

  const std::string query = part_of(url.get(), CURLUPART_QUERY);
  plain_head_ = "POST " + path + (query.empty() ? "" : "?" + query) + " HTTP/1.1\r\nHost: " + host_ +
                "\r\nUser-Agent: " + user_agent_ + "\r\n";
  for (const curl_slist* header = headers_.get(); header != nullptr; header = header->next) {
    if (std::string_view(header->data).ends_with(':')) continue;  // tells libcurl to send none
    plain_head_.append(header->data).append("\r\n");
  }
  plain_head_ += "Content-Length: ";
}

std::string Endpoint::plain_head(std::size_t body_bytes) const {
  return plain_head_ + std::to_string(body_bytes) + "\r\n\r\n";
}

bool Endpoint::prepare(CURL* transfer) const {
  OptionSetter options(transfer);
  options.set(CURLOPT_URL, url_.c_str());
  options.set(CURLOPT_PROTOCOLS_STR, "http,https");
  options.set(CURLOPT_HTTPHEADER, headers_.get());
  options.set(CURLOPT_USERAGENT, user_agent_.c_str());
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_NOSIGNAL, 1L);
  // A look-up that hangs is left to end by itself; waiting for its thread would stop the loop.
  options.set(CURLOPT_QUICK_EXIT, 1L);
  options.set(CURLOPT_TCP_KEEPALIVE, 1L);
  options.set(CURLOPT_SOCKOPTFUNCTION, &acknowledge_less);
  options.set(CURLOPT_BUFFERSIZE, kReceiveBytes);
  options.set(CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_milliseconds_);
  if (tls_) {
    options.set(CURLOPT_SSL_VERIFYPEER, 1L);
    options.set(CURLOPT_SSL_VERIFYHOST, 2L);
    options.set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (!ca_file_.empty()) options.set(CURLOPT_CAINFO, ca_file_.c_str());
    options.set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
    // A burst of questions waits for the first connection to show whether they may share it.
    options.set(CURLOPT_PIPEWAIT, 1L);
  } else {
    options.set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  }
  return options.good();
}

}  // namespace openai
