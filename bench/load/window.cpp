#include "window.h"

#include <cstdio>

#include <token/token.h>
#include <unistd.h>

#include "process_usage.h"

namespace bench {
namespace {

std::string seconds(std::uint64_t us) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", static_cast<double>(us) / 1e6);
  return text;
}

std::string memory_json(const std::vector<pid_t>& processes) {
  const Memory memory = memory_of(processes);
  return "{\"rss\":" + std::to_string(memory.resident) + ",\"pss\":" + std::to_string(memory.proportional) +
         ",\"anonymous\":" + std::to_string(memory.anonymous) + "}";
}

std::string errors_json(const Tally& tally) {
  std::string json = "{";
  for (const auto& [kind, count] : tally.errors) {
    json.append(json.size() > 1 ? "," : "").append("\"" + kind + "\":").append(std::to_string(count));
  }
  return json + "}";
}

}  // namespace

CpuTimes cpu_times(const Options& options) {
  return {cpu_ns(options.server), cpu_ns({getpid()}), cpu_ns(options.upstream)};
}

std::string cpu_json(const CpuTimes& begin, const CpuTimes& end) {
  // A process that has died meanwhile has taken less than before.
  const auto taken = [](std::uint64_t from, std::uint64_t to) {
    return std::to_string(to > from ? to - from : 0);
  };
  return "{\"server\":" + taken(begin.server, end.server) + ",\"load\":" + taken(begin.load, end.load) +
         ",\"upstream\":" + taken(begin.upstream, end.upstream) + "}";
}

std::string memory_json(const Options& options) {
  return "{\"server\":" + memory_json(options.server) + ",\"load\":" + memory_json({getpid()}) +
         ",\"upstream\":" + memory_json(options.upstream) + "}";
}

std::string latency_json(const Histogram& ages) {
  return "{\"p50\":" + std::to_string(ages.percentile(0.5)) +
         ",\"p90\":" + std::to_string(ages.percentile(0.9)) +
         ",\"p99\":" + std::to_string(ages.percentile(0.99)) + ",\"max\":" + std::to_string(ages.max()) + "}";
}

Window::Window(const Options& options, Tally& tally)
    : options_(options),
      tally_(tally),
      begin_us_(now_us()),
      second_us_(begin_us_),
      second_tokens_(tally.tokens),
      tokens_(tally.tokens),
      events_(tally.events),
      answers_(tally.answers),
      cpu_(cpu_times(options)) {
  tally_.ages_us.clear();
}

std::string Window::second() {
  const std::uint64_t now = now_us();
  std::string json = "{\"at\":" + seconds(now - begin_us_) + ",\"seconds\":" + seconds(now - second_us_) +
                     ",\"tokens\":" + std::to_string(tally_.tokens - second_tokens_) +
                     ",\"errors\":" + std::to_string(tally_.all_errors()) +
                     ",\"latency_us\":" + latency_json(tally_.ages_us) +
                     ",\"memory\":" + memory_json(options_.server) + "}";
  ages_.add(tally_.ages_us);
  tally_.ages_us.clear();
  second_us_ = now;
  second_tokens_ = tally_.tokens;
  return json;
}

std::string Window::end() {
  const CpuTimes cpu = cpu_times(options_);
  const std::uint64_t now = now_us();
  ages_.add(tally_.ages_us);
  tally_.ages_us.clear();
  return "{\"mode\":\"streams\",\"seconds\":" + seconds(now - begin_us_) +
         ",\"tokens\":" + std::to_string(tally_.tokens - tokens_) +
         ",\"answers\":" + std::to_string(tally_.answers - answers_) + ",\"errors\":" + errors_json(tally_) +
         ",\"latency_us\":" + latency_json(ages_) + ",\"cpu_ns\":" + cpu_json(cpu_, cpu) +
         ",\"events\":" + std::to_string(tally_.events - events_) + ",\"memory\":" + memory_json(options_) +
         "}";
}

}  // namespace bench
