#include "metrics.h"

#include <gtest/gtest.h>

namespace server {
namespace {

TEST(Metrics, AreInPrometheusText) {
  Counted counted;
  counted.http.connections = 3;
  counted.tutor.accepted = 5;
  counted.tutor.ended = {{"stop", 4}, {"upstream_error", 1}};
  const std::string text = prometheus_text(counted);
  EXPECT_NE(text.find("# TYPE ailab_connections gauge\nailab_connections 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("ailab_questions_accepted_total 5\n"), std::string::npos);
  EXPECT_NE(text.find("ailab_answers_ended_total{reason=\"stop\"} 4\n"), std::string::npos);
  EXPECT_NE(text.find("ailab_answers_ended_total{reason=\"upstream_error\"} 1\n"), std::string::npos);
}

}  // namespace
}  // namespace server
