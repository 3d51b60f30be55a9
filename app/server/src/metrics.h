// GET /metrics: what the program counts, in Prometheus' text format (exposition format 0.0.4).
#pragma once

#include <cstdint>
#include <string>

#include <engineio/server.h>
#include <net/http_server.h>
#include <store/database.h>

#include <chat/chat.h>
#include <tutor/tutor.h>

namespace server {

struct Counted {
  net::HttpServerCounts http;
  engineio::Counts sockets;
  tutor::TutorCounts tutor;
  store::DatabaseCounts database;
  std::uint64_t model_retries = 0;
};

[[nodiscard]] std::string prometheus_text(const Counted& counted);

}  // namespace server
