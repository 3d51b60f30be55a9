#include "metrics.h"

#include <gtest/gtest.h>

namespace server {
namespace {

TEST(Metrics, AreInPrometheusText) {
  Counted counted;
  counted.shards.http.connections = 3;
  counted.shards.tutor.accepted = 5;
  counted.shards.tutor.ended = {{"stop", 4}, {"upstream_error", 1}};
  counted.shards.model_retries = 7;
  const std::string text = prometheus_text(counted);
  EXPECT_NE(text.find("# TYPE ailab_connections gauge\nailab_connections 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("ailab_questions_accepted_total 5\n"), std::string::npos);
  EXPECT_NE(text.find("ailab_model_retries_total 7\n"), std::string::npos);
  EXPECT_NE(text.find("ailab_answers_ended_total{reason=\"stop\"} 4\n"), std::string::npos);
  EXPECT_NE(text.find("ailab_answers_ended_total{reason=\"upstream_error\"} 1\n"), std::string::npos);
}

TEST(Metrics, SayWhoWasRefusedAndWhySessionsEnded) {
  Counted counted;
  counted.shards.http.refused_per_address = 2;
  counted.shards.http.late_heads = 3;
  counted.shards.http.oversized_heads = 4;
  counted.shards.http.control_floods = 5;
  counted.shards.sockets.closed.add(engineio::CloseReason::kBufferOverflow);
  counted.shards.sockets.refused.add(engineio::Refusal::kTooManySessionsOfAddress);
  counted.shards.sockets.failed_upgrades = 6;
  counted.shards.sockets.queued_bytes = 7;
  const std::string text = prometheus_text(counted);
  for (const char* line : {"ailab_connections_refused_total{limit=\"of an address\"} 2\n",
                           "ailab_requests_timed_out_total{part=\"head\"} 3\n",
                           "ailab_requests_refused_total{reason=\"head too large\"} 4\n",
                           "ailab_websockets_cut_total{reason=\"control frame flood\"} 5\n",
                           "ailab_sessions_closed_total{reason=\"buffer overflow\"} 1\n",
                           "ailab_sessions_closed_total{reason=\"ping timeout\"} 0\n",
                           "ailab_sessions_refused_total{reason=\"too many sessions of an address\"} 1\n",
                           "ailab_sessions_queued_bytes 7\n", "ailab_upgrades_failed_total 6\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

}  // namespace
}  // namespace server
