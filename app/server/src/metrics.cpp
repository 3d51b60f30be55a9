#include "metrics.h"

#include <utility>
#include <vector>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace server {
namespace {

prometheus::ClientMetric counter_value(double value) {
  prometheus::ClientMetric metric;
  metric.counter.value = value;
  return metric;
}

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type) {
  prometheus::MetricFamily made;
  made.name = std::move(name);
  made.help = std::move(help);
  made.type = type;
  return made;
}

prometheus::MetricFamily counter(std::string name, std::string help, std::uint64_t value) {
  auto made = family(std::move(name), std::move(help), prometheus::MetricType::Counter);
  made.metric.push_back(counter_value(static_cast<double>(value)));
  return made;
}

prometheus::MetricFamily gauge(std::string name, std::string help, std::size_t value) {
  auto made = family(std::move(name), std::move(help), prometheus::MetricType::Gauge);
  prometheus::ClientMetric metric;
  metric.gauge.value = static_cast<double>(value);
  made.metric.push_back(metric);
  return made;
}

}  // namespace

std::string prometheus_text(const Counted& counted) {
  std::vector<prometheus::MetricFamily> families{
      gauge("ailab_connections", "Open connections, WebSockets among them.", counted.http.connections),
      counter("ailab_connections_accepted_total", "Connections accepted.", counted.http.accepted),
      counter("ailab_connections_refused_total", "Connections over a limit.",
              counted.http.refused_connections),
      counter("ailab_requests_timed_out_total", "Requests that came in too slowly.", counted.http.timed_out),
      counter("ailab_http_requests_total", "HTTP requests.", counted.http.requests),
      gauge("ailab_sessions", "Open Socket.IO sessions.", counted.sockets.sessions),
      counter("ailab_sessions_opened_total", "Socket.IO sessions opened.", counted.sockets.opened),
      counter("ailab_sessions_refused_total", "Socket.IO handshakes refused.", counted.sockets.refused),
      counter("ailab_sessions_upgraded_total", "Sessions that went from polling to WebSocket.",
              counted.sockets.upgraded),
      gauge("ailab_answers_running", "Answers being written.", counted.tutor.running),
      counter("ailab_questions_accepted_total", "Questions that took a coin.", counted.tutor.accepted),
      counter("ailab_questions_repeated_total", "Questions asked again under the same id.",
              counted.tutor.repeated),
      counter("ailab_database_commits_total", "Commits of the database's writer.", counted.database.commits),
      counter("ailab_database_failed_commits_total", "Commits that failed.", counted.database.failed_commits),
      counter("ailab_database_writes_total", "Jobs committed.", counted.database.written_jobs),
      gauge("ailab_database_writes_waiting", "Jobs that wait for the writer.",
            counted.database.queued_writes),
  };
  auto ended =
      family("ailab_answers_ended_total", "Answers by how they ended.", prometheus::MetricType::Counter);
  for (const auto& [reason, count] : counted.tutor.ended) {
    auto metric = counter_value(static_cast<double>(count));
    metric.label.push_back({"reason", reason});
    ended.metric.push_back(std::move(metric));
  }
  families.push_back(std::move(ended));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace server
