#include "student.h"

#include <cstdio>
#include <utility>

#include "random.h"

namespace bench {
namespace {

constexpr std::uint64_t kErrorsSaid = 10;

}  // namespace

void Tally::error(std::string_view kind, std::string_view detail) {
  if (all_errors() < kErrorsSaid) {
    std::fprintf(stderr, "load: %.*s: %.*s\n", static_cast<int>(kind.size()), kind.data(),
                 static_cast<int>(detail.size()), detail.data());
  }
  ++errors.try_emplace(std::string(kind)).first->second;
}

std::uint64_t Tally::all_errors() const {
  std::uint64_t sum = 0;
  for (const auto& [kind, count] : errors) sum += count;
  return sum;
}

void Student::open() {
  joined_ = false;
  connect();
}

void Student::joined() {
  joined_ = true;
  listener_.on_joined(*this);
}

void Student::ask(Question question) {
  if (!std::exchange(has_asked_, true)) question.tokens = 1 + random_number() % question.tokens;
  check_.begin(question.tokens);
  asking_ = true;
  send_question("bench tokens=" + std::to_string(question.tokens) +
                " interval=" + std::to_string(question.interval_us));
}

void Student::text(std::string_view content, std::uint64_t now) {
  if (!asking_) {
    tally_.error("text_unasked", content.substr(0, kTokenSize));
    return;
  }
  const bool first = check_.received() == 0 && !content.empty();
  tally_.tokens += check_.text(content, now, tally_.ages_us);
  ++tally_.events;
  if (first) listener_.on_first_text(*this);
}

void Student::answered(std::optional<std::uint64_t> length) {
  if (!asking_) {
    tally_.error("end_unasked", "an answer ended that nobody waits for");
    return;
  }
  asking_ = false;
  check_.end(length);
  ++answers_;
  ++tally_.answers;
  if (check_.fault() != Fault::kNone) {
    tally_.error(name(check_.fault()), std::to_string(check_.received()) + " characters came, the end says " +
                                           (length ? std::to_string(*length) : "nothing"));
  }
  listener_.on_answered(*this);
}

void Student::refused(std::string_view kind, std::string_view detail) {
  asking_ = false;
  tally_.error(kind, detail);
  listener_.on_refused(*this);
}

void Student::lost(std::string_view kind, std::string_view detail) {
  asking_ = false;
  tally_.error(kind, detail);
  close();
  listener_.on_lost(*this);
  joined_ = false;
}

}  // namespace bench
