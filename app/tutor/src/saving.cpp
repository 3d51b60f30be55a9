// How the texts of running answers get onto the disk, and into the database.
//
// What the disk has of a text is never further behind than `save_interval`. To put each into the database so
// often costs a row's rewriting for every two or three words of a slow answer. Where a journal has them all,
// its file is flushed instead, and the texts move on to the database in slices, one in each interval.
#include "saving.h"

#include <algorithm>
#include <span>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/log.h>

#include <tutor/tutor.h>

#include "running.h"

namespace tutor {
namespace {

// More would let the journal grow, which is read at the next start.
constexpr std::size_t kMostSlices = 6;
// Of a slice. Each shares its commit with the questions that come meanwhile: thousands at once would hold
// these up, and the tokens on the way, too. So few parts that they take far less than an interval.
constexpr std::size_t kMostParts = 16;

// What one answer got since it was saved.
struct Tail {
  std::string answer_id;
  std::size_t from = 0;
  std::string text;
};

}  // namespace

// Whether the database does not have all of its text.
bool Tutor::is_growing(const Running& running) {
  return running.answer && running.answer->text().size() > running.saved_bytes;
}

runtime::Task<> Tutor::keep_texts() {
  do {
    if (!save_) begin_save();
    const bool later = can_save_later() && co_await flush_journal();
    if (!later) save_->slices = 1;
    if (const auto saved = co_await save_slice(); !saved) {
      runtime::log(runtime::LogLevel::kError, "texts could not be saved: " + saved.error().message);
      saves_failed_ = save_->number;
      save_.reset();
      changed_.notify();
      co_return;
    }
    if (save_->slices == 0) co_await end_save();
  } while (saves_done_ < saves_wanted_);
}

void Tutor::begin_save() {
  save_ = std::make_unique<Save>();
  save_->number = ++saves_begun_;
  // Everything that was kept until here is in the database, or will be when these are saved.
  if (journal_ != nullptr) journal_->begin_save();
  for (const auto& [id, running] : running_) {
    if (is_growing(*running)) save_->left.push_back(id);
  }
  for (const auto& [id, unbooked] : unbooked_) {
    if (is_growing(*unbooked.running)) save_->left.push_back(id);
  }
  save_->slices = std::clamp<std::size_t>(save_->left.size() / options_.texts_at_once, 1, kMostSlices);
}

// The journal is emptied step by step: tokens on the way need not wait for all of it.
runtime::Task<> Tutor::end_save() {
  if (journal_ != nullptr) {
    while (journal_->empty_next()) co_await boost::asio::post(executor_, boost::asio::use_awaitable);
  }
  saves_done_ = save_->number;
  save_.reset();
  changed_.notify();
}

// Other servers read along in the database.
bool Tutor::can_save_later() const {
  const bool in_journal = journal_ != nullptr && !journal_->lacks_text();
  const bool is_wanted = saves_done_ < saves_wanted_;
  return in_journal && options_.sharing == Sharing::kOnlyServer && save_->slices > 1 && !is_wanted;
}

runtime::Task<bool> Tutor::flush_journal() {
  const auto flushed = co_await journal_->flush();
  if (!flushed && !flush_failed_) {
    runtime::log(runtime::LogLevel::kError,
                 flushed.error().message + " Until then texts go to the database alone.");
  }
  flush_failed_ = !flushed;
  co_return flushed.has_value();
}

std::shared_ptr<Tutor::Running> Tutor::not_booked(const std::string& answer_id) const {
  if (const auto known = running_.find(answer_id); known != running_.end()) return known->second;
  const auto unbooked = unbooked_.find(answer_id);
  return unbooked == unbooked_.end() ? nullptr : unbooked->second.running;
}

runtime::Task<base::Result<>> Tutor::save_slice() {
  std::vector<std::string>& left = save_->left;
  const std::size_t slice = left.size() / save_->slices--;
  const std::size_t at_once = std::max(options_.texts_at_once, slice / kMostParts + 1);
  for (const std::size_t end = left.size() - slice; left.size() > end;) {
    std::vector<std::shared_ptr<Running>> part;
    while (left.size() > end && part.size() < at_once) {
      // One that was booked meanwhile was saved by that.
      auto running = not_booked(left.back());
      left.pop_back();
      if (running && is_growing(*running)) part.push_back(std::move(running));
    }
    if (const auto saved = co_await save_some(part); !saved) co_return saved;
  }
  co_return base::Result<>();
}

runtime::Task<base::Result<>> Tutor::save_some(std::span<const std::shared_ptr<Running>> growing) {
  if (growing.empty()) co_return base::Result<>();
  // The job runs on a thread of the database: it gets copies, and nothing that belongs to this loop.
  const auto tails = std::make_shared<std::vector<Tail>>();
  tails->reserve(growing.size());
  for (const auto& running : growing) {
    const std::string_view text = running->answer->text();
    tails->push_back(
        {running->question.id, running->saved_bytes, std::string(text.substr(running->saved_bytes))});
  }
  auto saved = co_await database_->write_grouped([tails](store::Transaction& tx) -> base::Result<> {
    for (const Tail& tail : *tails) extend_text(tx, tail.answer_id, tail.from, tail.text);
    return {};
  });
  if (!saved) co_return saved;
  for (std::size_t i = 0; i < growing.size(); ++i)
    growing[i]->saved_bytes = (*tails)[i].from + (*tails)[i].text.size();
  co_return saved;
}

}  // namespace tutor
