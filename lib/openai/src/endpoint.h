// Where requests go and how the connection has to be: what all of a client's requests share.
#pragma once

#include <cstddef>
#include <string>

#include <openai/client.h>

#include "curl_handles.h"

namespace openai {

// Owned by the client; outlives its transfers, which point into it.
class Endpoint {
 public:
  // Throws std::invalid_argument, as Client says.
  explicit Endpoint(const Options& options);

  // Sets the address, the headers, and the rules of the connection. False: out of memory, or a libcurl
  // without TLS.
  [[nodiscard]] bool prepare(CURL* transfer) const;

  [[nodiscard]] bool is_secure() const { return tls_; }
  // A user or password in the URL.
  [[nodiscard]] bool has_credentials() const { return credentials_; }
  // The head of a request, where neither TLS nor a proxy is involved; `body_bytes` follow it.
  [[nodiscard]] std::string plain_head(std::size_t body_bytes) const;

  // Host and port for messages; the URL itself may hold a password.
  [[nodiscard]] const std::string& host() const { return host_; }

 private:
  std::string url_;
  std::string host_;
  bool tls_ = false;
  bool credentials_ = false;
  std::string plain_head_;
  std::string ca_file_;
  std::string user_agent_;
  long connect_timeout_milliseconds_;
  HeaderList headers_;
};

}  // namespace openai
