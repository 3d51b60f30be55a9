#include <algorithm>
#include <utility>

#include <base/utf.h>
#include <runtime/prefetch.h>

#include <tutor/answer.h>

namespace tutor {
namespace {

constexpr std::size_t kLeastRoom = 64;

}  // namespace

void Answer::append(std::string_view text) {
  if (text.empty() || ending_) return;
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  const std::size_t offset = text_.size();
  utf16_length_ += base::utf16_length(text);
  for (std::size_t nul = text.find('\0'); nul != std::string_view::npos; nul = text.find('\0')) {
    add(text.substr(0, nul));
    add(kReplacement);
    text.remove_prefix(nul + 1);
  }
  add(text);
  if (keeper_ != nullptr) keeper_->keep(kept_, identity_.answer_id, offset, this->text().substr(offset));
  tell_readers();
}

// The room grows by a quarter, where a string's would double: thousands of answers are held at once.
void Answer::add(std::string_view text) {
  const std::size_t size = text_.size() + text.size();
  if (size > text_.capacity()) text_.reserve(size + std::max(kLeastRoom, size / 4));
  text_.insert(text_.end(), text.begin(), text.end());
}

void Answer::prefetch() const {
  runtime::prefetch(*this);
  if (!text_.empty()) __builtin_prefetch(&text_.back(), 1);
  for (const Reader* const reader : readers_) reader->prefetch();
}

void Answer::end(Ending ending) {
  if (ending_) return;
  ending_ = std::move(ending);
  tell_readers();
}

void Answer::add_reader(Reader* reader) {
  readers_.push_back(reader);
}

void Answer::remove_reader(Reader* reader) {
  const auto at = std::ranges::find(readers_, reader);
  if (at == readers_.end()) return;
  if (telling_) {
    *at = nullptr;
  } else {
    readers_.erase(at);
  }
}

void Answer::tell_readers() {
  if (telling_)
    return;  // a reader caused this change; the round that tells it is under way and looks at the newest
             // state
  telling_ = true;
  // By index: a reader may add another. Those that come in this round have seen the newest state themselves.
  for (std::size_t i = 0, count = readers_.size(); i < count; ++i) {
    if (readers_[i] != nullptr) readers_[i]->answer_changed();
  }
  telling_ = false;
  readers_.erase(std::ranges::remove(readers_, nullptr).begin(), readers_.end());
}

}  // namespace tutor
