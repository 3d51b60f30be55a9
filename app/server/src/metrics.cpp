#include "metrics.h"

#include <cstdint>
#include <string>
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

using LabelledCounts = std::vector<std::pair<std::string, std::uint64_t>>;

prometheus::MetricFamily by_label(std::string name, std::string help, const std::string& label,
                                  const LabelledCounts& counts) {
  auto made = family(std::move(name), std::move(help), prometheus::MetricType::Counter);
  for (const auto& [value, count] : counts) {
    auto metric = counter_value(static_cast<double>(count));
    metric.label.push_back({label, value});
    made.metric.push_back(std::move(metric));
  }
  return made;
}

template <class Enum, std::size_t kSize>
LabelledCounts counts_of(const engineio::Tally<Enum, kSize>& tally) {
  LabelledCounts counts;
  tally.for_each([&](Enum what, std::uint64_t count) { counts.emplace_back(name_of(what), count); });
  return counts;
}

}  // namespace

std::string prometheus_text(const Counted& counted) {
  const net::HttpServerCounts& http = counted.shards.http;
  std::vector<prometheus::MetricFamily> families{
      gauge("ailab_connections", "Open connections, WebSockets among them.", http.connections),
      counter("ailab_connections_accepted_total", "Connections accepted.", http.accepted),
      by_label("ailab_connections_refused_total", "Connections over a limit.", "limit",
               {{"in all", http.refused_connections}, {"of an address", http.refused_per_address}}),
      counter("ailab_connections_unused_total", "Connections closed because no request came.",
              http.unused_connections),
      counter("ailab_http_requests_total", "HTTP requests.", http.requests),
      by_label("ailab_requests_timed_out_total", "Requests that came in, or were taken, too slowly.", "part",
               {{"head", http.late_heads}, {"body", http.late_bodies}, {"answer", http.late_readers}}),
      by_label("ailab_requests_refused_total", "Requests that are refused as they come in.", "reason",
               {{"malformed", http.malformed_requests},
                {"head too large", http.oversized_heads},
                {"body too large", http.oversized_bodies}}),
      by_label("ailab_websockets_cut_total", "WebSockets ended because of what the peer sent.", "reason",
               {{"message too large", http.oversized_messages},
                {"protocol", http.websocket_violations},
                {"control frame flood", http.control_floods}}),
      gauge("ailab_sessions", "Open Socket.IO sessions.", counted.shards.sockets.sessions),
      gauge("ailab_sessions_queued_bytes", "Bytes that wait for clients to take them.",
            counted.shards.sockets.queued_bytes),
      counter("ailab_sessions_opened_total", "Socket.IO sessions opened.", counted.shards.sockets.opened),
      by_label("ailab_sessions_refused_total", "Socket.IO requests refused.", "reason",
               counts_of(counted.shards.sockets.refused)),
      by_label("ailab_sessions_closed_total", "Socket.IO sessions ended.", "reason",
               counts_of(counted.shards.sockets.closed)),
      counter("ailab_sessions_upgraded_total", "Sessions that went from polling to WebSocket.",
              counted.shards.sockets.upgraded),
      counter("ailab_upgrades_failed_total", "WebSockets opened for an upgrade that came to nothing.",
              counted.shards.sockets.failed_upgrades),
      gauge("ailab_answers_running", "Answers being written.", counted.shards.tutor.running),
      counter("ailab_questions_accepted_total", "Questions that took a coin.", counted.shards.tutor.accepted),
      counter("ailab_questions_repeated_total", "Questions asked again under the same id.",
              counted.shards.tutor.repeated),
      counter("ailab_model_retries_total", "Requests to the model that repeat one it refused for now.",
              counted.shards.model_retries),
      counter("ailab_database_commits_total", "Commits of the database's writer.", counted.database.commits),
      counter("ailab_database_failed_commits_total", "Commits that failed.", counted.database.failed_commits),
      counter("ailab_database_writes_total", "Jobs committed.", counted.database.written_jobs),
      gauge("ailab_database_writes_waiting", "Jobs that wait for the writer.",
            counted.database.queued_writes),
      by_label("ailab_answers_ended_total", "Answers by how they ended.", "reason",
               LabelledCounts(counted.shards.tutor.ended.begin(), counted.shards.tutor.ended.end())),
  };
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace server
