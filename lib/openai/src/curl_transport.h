// Requests by libcurl: TLS, HTTP/2, proxies.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>

#include <curl/curl.h>

#include "curl_handles.h"
#include "curl_loop.h"
#include "endpoint.h"
#include "transport.h"

namespace openai {

class CurlTransport final : public Transport, public CurlLoop::Observer {
 public:
  // The endpoint and the observer outlive this.
  CurlTransport(const runtime::Executor& executor, const Endpoint& endpoint, std::size_t max_connections,
                Transport::Observer& observer);
  ~CurlTransport() override;

  bool start(Transfer& transfer) override;
  void release(Transfer& transfer) override;
  void close() override;

 private:
  void transfer_ended(CURL* handle, CURLcode result) override;
  void turn_ended() override { observer_.turn_ended(); }

  const Endpoint& endpoint_;
  Transport::Observer& observer_;
  std::shared_ptr<CurlLoop> loop_;
};

}  // namespace openai
