#include "options.h"

#include <charconv>
#include <cstdio>
#include <map>
#include <string_view>

namespace bench {

const char* const kUsage =
    R"(Usage: load --port PORT [--transport websocket|polling|sse] [--mode streams|idle] [FLAGS]

  --accounts N        accounts that are registered for the students (8)
  --cookies FILE      instead: sessions of accounts that are there already, a line each as in "ailab_session=…"
  --concurrency N     connections that are being opened at once (64)
  --patience SECONDS  how long nothing may happen before the run is given up (60)
  --watch PID,…       the server's processes: their CPU time and memory are measured
  --watch-upstream PID,…

streams: students who ask again and again
  --streams N  --tokens N  --interval MICROSECONDS (0: as fast as they come)
  --ramp SECONDS      over which they begin
  --warmup SECONDS    from then on until the measurement
  --window SECONDS    that are measured
  --churn             each opens a new connection after an answer
  --timeline FILE     a line of JSON a second

idle: students who do nothing, until standard input is closed
  --connections N
)";

namespace {

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_processes(std::string_view text, std::vector<pid_t>& processes) {
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (!read_number(text.substr(0, comma), processes.emplace_back())) return false;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return true;
}

template <class Choice>
bool choose(std::string_view text, const std::map<std::string_view, Choice>& choices, Choice& choice) {
  const auto found = choices.find(text);
  if (found == choices.end()) return false;
  choice = found->second;
  return true;
}

bool read_option(Options& options, std::string_view name, std::string_view value) {
  if (name == "--mode")
    return choose(value, {{"streams", Mode::kStreams}, {"idle", Mode::kIdle}}, options.mode);
  if (name == "--transport") {
    return choose(
        value,
        {{"websocket", Transport::kWebSocket}, {"polling", Transport::kPolling}, {"sse", Transport::kSse}},
        options.transport);
  }
  if (name == "--port") return read_number(value, options.port);
  if (name == "--accounts") return read_number(value, options.accounts) && options.accounts > 0;
  if (name == "--cookies") return !(options.cookies = value).empty();
  if (name == "--concurrency") return read_number(value, options.concurrency) && options.concurrency > 0;
  if (name == "--patience") return read_number(value, options.patience_s);
  if (name == "--streams") return read_number(value, options.streams);
  if (name == "--tokens") return read_number(value, options.question.tokens) && options.question.tokens > 0;
  if (name == "--interval") return read_number(value, options.question.interval_us);
  if (name == "--ramp") return read_number(value, options.ramp_s);
  if (name == "--warmup") return read_number(value, options.warmup_s);
  if (name == "--window") return read_number(value, options.window_s);
  if (name == "--timeline") return !(options.timeline = value).empty();
  if (name == "--connections") return read_number(value, options.connections);
  if (name == "--watch") return read_processes(value, options.server);
  if (name == "--watch-upstream") return read_processes(value, options.upstream);
  return false;
}

}  // namespace

std::optional<Options> read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = words[i];
    if (name == "--churn") {
      options.churn = true;
    } else if (i + 1 == count || !read_option(options, name, words[i + 1])) {
      std::fprintf(stderr, "load: there is no %s with this value\n%s", words[i], kUsage);
      return std::nullopt;
    } else {
      ++i;
    }
  }
  if (options.port == 0) {
    std::fprintf(stderr, "load: --port is missing\n%s", kUsage);
    return std::nullopt;
  }
  return options;
}

}  // namespace bench
