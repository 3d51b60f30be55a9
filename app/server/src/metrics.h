// GET /metrics: what the program counts, in Prometheus' text format (exposition format 0.0.4).
#pragma once

#include <string>

#include <store/database.h>

#include "shard.h"

namespace server {

struct Counted {
  ShardCounts shards;  // of all together
  store::DatabaseCounts database;
};

[[nodiscard]] std::string prometheus_text(const Counted& counted);

}  // namespace server
