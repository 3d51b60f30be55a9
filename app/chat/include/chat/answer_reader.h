// One reader's place in an answer: sends what is new to it whenever its socket can take it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <chat/events.h>
#include <tutor/answer.h>

namespace chat {

// Where a reader's events go. A small interface, so that a cursor is tested without a socket.
class EventSink {
 public:
  EventSink() = default;
  EventSink(const EventSink&) = delete;
  EventSink& operator=(const EventSink&) = delete;
  virtual ~EventSink() = default;
  // Whether an event would leave at once. When it becomes so, the owner calls AnswerReader::pump.
  [[nodiscard]] virtual bool writable() const = 0;
  // An event is about to be sent: brings what that needs into the processor's cache.
  virtual void prefetch() const {}
  // `stream`.
  virtual void send(const Piece& piece) = 0;
  // Another event; `json` is its one argument, serialized.
  virtual void send(std::string_view event, std::string_view json) = 0;
};

// Live streaming, a slow reader, a second tab and a resume are all this: a cursor, and one `stream` event
// with everything since it. Costs a few numbers, whatever the reader's speed. Owned by the socket's client;
// used on the loop.
class AnswerReader final : public tutor::Answer::Reader {
 public:
  // Starts at `offset` UTF-16 units, at most the text's length; a place inside a character becomes the start
  // of it. `sink` outlives this.
  AnswerReader(std::shared_ptr<tutor::Answer> answer, std::size_t offset, EventSink& sink);
  ~AnswerReader() override;

  [[nodiscard]] const std::string& answer_id() const { return answer_->identity().answer_id; }

  // Called when the last event has been sent, as the last thing that the reader does: it may destroy the
  // reader.
  void on_finished(std::function<void()> handler) { on_finished_ = std::move(handler); }

  // Sends what there is, if the sink can take it.
  void pump();
  void answer_changed() override { pump(); }
  void prefetch() const override { sink_->prefetch(); }

 private:
  void send_text();

  std::shared_ptr<tutor::Answer> answer_;
  std::size_t byte_ = 0;
  std::size_t utf16_ = 0;
  EventSink* sink_;
  std::function<void()> on_finished_;
  bool finished_ = false;
};

}  // namespace chat
