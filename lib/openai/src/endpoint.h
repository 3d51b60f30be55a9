// Where requests go and how the connection has to be: what all of a client's requests share.
#pragma once

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

  // Host and port for messages; the URL itself may hold a password.
  [[nodiscard]] const std::string& host() const { return host_; }

 private:
  std::string url_;
  std::string host_;
  bool tls_ = false;
  std::string ca_file_;
  std::string user_agent_;
  long connect_timeout_milliseconds_;
  HeaderList headers_;
};

}  // namespace openai
