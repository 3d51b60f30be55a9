#include "client.h"

#include <algorithm>
#include <utility>

#include <chat/events.h>

namespace chat {

bool Client::writable() const {
  return socket_ != nullptr && socket_->writable();
}

void Client::prefetch() const {
  if (socket_ != nullptr) socket_->prefetch();
}

void Client::send(const Piece& piece) {
  if (socket_ == nullptr) return;
  socket_->emit_appended("stream", stream_json_size(piece),
                         [&piece](std::string& packet) { append_stream_json(piece, packet); });
}

void Client::send(std::string_view event, std::string_view json) {
  if (socket_ != nullptr) socket_->emit_encoded(event, json);
}

void Client::disconnect() {
  if (socket_ != nullptr) socket_->disconnect(true);
}

void Client::refuse(socketio::Event& event, const Refusal& refusal) {
  event.ack({refused_json(refusal)});
  send("error", boost::json::serialize(refusal_json(refusal)));
}

bool Client::reads(std::string_view answer_id) const {
  return std::ranges::any_of(readers_,
                             [answer_id](const auto& reader) { return reader->answer_id() == answer_id; });
}

void Client::read(std::shared_ptr<tutor::Answer> answer, std::size_t offset) {
  std::erase_if(readers_,
                [&](const auto& reader) { return reader->answer_id() == answer->identity().answer_id; });
  auto reader = std::make_unique<AnswerReader>(std::move(answer), offset, *this);
  AnswerReader* const started = reader.get();
  started->on_finished([this, started] { drop(started); });
  readers_.push_back(std::move(reader));
  started->pump();
}

bool Client::has_read() const {
  return socket_ == nullptr || !socket_->connected() || (readers_.empty() && socket_->queued_bytes() == 0);
}

void Client::drop(const AnswerReader* reader) {
  std::erase_if(readers_, [reader](const auto& held) { return held.get() == reader; });
}

void Client::drain() {
  // The one that is first now is last the next time, so that none waits for ever behind a busy one.
  const auto self = shared_from_this();
  for (std::size_t turns = readers_.size(); turns > 0 && !readers_.empty() && writable(); --turns) {
    std::ranges::rotate(readers_, readers_.begin() + 1);
    readers_.back()->pump();
  }
}

}  // namespace chat
