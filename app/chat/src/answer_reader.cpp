#include <optional>
#include <utility>

#include <boost/json.hpp>

#include <base/utf.h>

#include <chat/answer_reader.h>
#include <chat/events.h>

namespace chat {
namespace {

// Of one event, so that a long text handed to a late reader does not hold up the pings behind it.
constexpr std::size_t kMostUnitsAtOnce = std::size_t{64} * 1024;

}  // namespace

AnswerReader::AnswerReader(std::shared_ptr<tutor::Answer> answer, std::size_t offset, EventSink& sink)
    : answer_(std::move(answer)), sink_(&sink) {
  byte_ = base::prefix_of_utf16(answer_->text(), offset);
  utf16_ = base::utf16_length(answer_->text().substr(0, byte_));
  answer_->add_reader(this);
}

AnswerReader::~AnswerReader() {
  answer_->remove_reader(this);
}

void AnswerReader::send_text() {
  const std::string_view rest = answer_->text().substr(byte_);
  // A unit is at least a byte.
  const std::size_t bytes =
      rest.size() <= kMostUnitsAtOnce ? rest.size() : base::prefix_of_utf16(rest, kMostUnitsAtOnce);
  const Piece piece{answer_id(), utf16_, rest.substr(0, bytes)};
  byte_ += bytes;
  utf16_ += base::utf16_length(piece.content);
  sink_->send(piece);
}

void AnswerReader::pump() {
  if (finished_) return;
  while (byte_ < answer_->text().size()) {
    if (!sink_->writable()) return;
    send_text();
  }
  const std::optional<tutor::Ending>& ending = answer_->ending();
  if (!ending) return;
  // The ending needs no room of its own: it follows the last text at once.
  finished_ = true;
  const bool done = ending->outcome == tutor::Outcome::kDone;
  sink_->send(done ? "done" : "error", boost::json::serialize(ending_json(*answer_)));
  // A copy: the handler may destroy this, and itself with it.
  if (const auto handler = on_finished_) handler();
}

}  // namespace chat
