// A session's rules under any order of events: they must keep their promises to the driver whatever happens.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>

#include <engineio/session_rules.h>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// Checks what a driver relies on: nothing is answered that does not wait, one write at a time, one end.
class CheckedActions final : public engineio::SessionActions {
 public:
  void answer_poll(std::string) override { require(std::exchange(poll_waits, false)); }
  bool write_websocket(std::vector<engineio::Frame> frames) override {
    require(has_websocket && !frames.empty() && !writing);
    writing = !writes_at_once;
    return writes_at_once;
  }
  void close_websocket() override { require(has_websocket); }
  void abort_websocket() override { require(has_websocket); }
  bool write_probe(engineio::Frame) override {
    require(has_probe && !probe_writing);
    probe_writing = !writes_at_once;
    return writes_at_once;
  }
  void close_probe() override {
    require(std::exchange(has_probe, false));
    probe_writing = false;
  }
  void adopt_probe() override {
    require(std::exchange(has_probe, false));
    has_websocket = true;
    writing = std::exchange(probe_writing, false);
  }
  void forget() override { require(!std::exchange(forgotten, true)); }
  void message(std::string_view, bool) override { require(!closed_told); }
  void drained() override { require(!closed_told); }
  void closed(engineio::CloseReason) override { require(!std::exchange(closed_told, true)); }

  bool writes_at_once = false;
  bool poll_waits = false;
  bool has_websocket = false;
  bool writing = false;
  bool has_probe = false;
  bool probe_writing = false;
  bool forgotten = false;
  bool closed_told = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using std::chrono::milliseconds;
  FuzzedDataProvider input(data, size);
  const engineio::SessionLimits limits{.ping_interval = milliseconds(300),
                                       .ping_timeout = milliseconds(200),
                                       .upgrade_timeout = milliseconds(100),
                                       .close_wait = milliseconds(400),
                                       .max_queued_bytes = 64,
                                       .packets = {.per_second = input.ConsumeIntegralInRange(0U, 3U),
                                                   .burst = input.ConsumeIntegralInRange(0U, 9U)}};
  CheckedActions actions;
  actions.has_websocket = input.ConsumeBool();
  base::SteadyTime now{std::chrono::hours(1)};
  engineio::SessionRules rules(
      limits, actions,
      actions.has_websocket ? engineio::Transport::kWebSocket : engineio::Transport::kPolling, now);

  while (input.remaining_bytes() > 0) {
    const std::string text = input.ConsumeRandomLengthString(8);
    switch (input.ConsumeIntegralInRange(0, 14)) {
      case 0:
        rules.queue(engineio::Frame::text("4" + text));
        break;
      case 1:
        rules.flush();
        break;
      case 2:
        rules.close(input.ConsumeBool() ? engineio::CloseReason::kForcedClose
                                        : engineio::CloseReason::kServerShuttingDown,
                    now);
        break;
      case 3:
        if (actions.forgotten || rules.transport() != engineio::Transport::kPolling) break;
        if (!rules.accepts_poll()) {
          rules.poll_overlapped();
          break;
        }
        actions.poll_waits = true;
        rules.poll_arrived();
        break;
      case 4:
        if (std::exchange(actions.poll_waits, false)) rules.poll_lost();
        break;
      case 5:
        rules.answer_lost();
        break;
      case 6:
        if (rules.accepts_post()) {
          rules.post_arrived();
        } else {
          rules.post_overlapped();
        }
        break;
      case 7:
        rules.post_ended();
        rules.packet(engineio::decode_text_packet(text), now);
        break;
      case 8:
        if (rules.accepts_probe()) {
          actions.has_probe = true;
          rules.probe_opened(now);
        }
        break;
      case 9:
        if (actions.has_probe) rules.probe_packet(engineio::decode_text_packet(text), now);
        break;
      case 10:
        if (std::exchange(actions.has_probe, false)) {
          actions.probe_writing = false;
          rules.probe_lost();
        }
        break;
      case 11:
        if (actions.writing || actions.probe_writing) {
          actions.writing = actions.probe_writing = false;
          rules.write_done();
        }
        break;
      case 12:
        rules.websocket_lost(engineio::CloseReason::kTransportClose);
        break;
      case 13:
        now += milliseconds(input.ConsumeIntegralInRange(0, 500));
        rules.tick(now);
        break;
      case 14:
        actions.writes_at_once = input.ConsumeBool();
        break;
    }
    require(!rules.writable() || !actions.closed_told);
    require(rules.is_open() != actions.closed_told);
    require(!actions.forgotten || (!actions.poll_waits && !actions.has_probe));
  }
  return 0;
}
