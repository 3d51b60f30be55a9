#include "crowd.h"

#include <algorithm>
#include <cstdlib>

#include <token/token.h>

#include "accounts.h"
#include "polling_student.h"
#include "relay_student.h"
#include "websocket_student.h"

namespace bench {
namespace {

constexpr std::uint64_t kAfterRefusalUs = 1'000'000;
constexpr std::uint64_t kLongestTurnUs = 100'000;

// The relay knows no students.
std::vector<std::string> cookies_for(const Options& options) {
  if (options.transport == Transport::kSse) return {""};
  return options.cookies.empty() ? register_accounts(options.port, options.accounts)
                                 : read_cookies(options.cookies);
}

}  // namespace

Crowd::Crowd(const Options& options, std::size_t size) : options_(options) {
  const std::vector<std::string> cookies = cookies_for(options);
  for (std::size_t i = 0; i < size; ++i) {
    students_.push_back(make_student(cookies[i % cookies.size()]));
    to_open_.push_back(students_.back().get());
  }
}

std::unique_ptr<Student> Crowd::make_student(const std::string& cookie) {
  const std::uint16_t port = options_.port;
  switch (options_.transport) {
    case Transport::kWebSocket:
      return std::make_unique<WebSocketStudent>(tally_, *this, cookie, reactor_, port);
    case Transport::kPolling:
      return std::make_unique<PollingStudent>(tally_, *this, cookie, reactor_, port);
    case Transport::kSse:
      return std::make_unique<RelayStudent>(tally_, *this, reactor_, port);
  }
  std::abort();
}

void Crowd::turn(std::uint64_t until) {
  while (!to_open_.empty() && opening_ < options_.concurrency) {
    Student& student = *to_open_.front();
    to_open_.pop_front();
    ++opening_;
    student.close();
    student.open();
  }
  std::uint64_t now = now_us();
  until = std::min(until, now + kLongestTurnUs);
  for (std::deque<Due>* const questions : {&first_questions_, &later_questions_}) {
    for (; !questions->empty(); questions->pop_front(), now = now_us()) {
      const Due due = questions->front();
      if (due.at > now) {
        until = std::min(until, due.at);
        break;
      }
      if (due.student->has_joined()) due.student->ask(options_.question);
    }
  }
  reactor_.poll(until > now ? until - now : 0);
}

void Crowd::begin_asking(std::uint64_t start, std::uint64_t over_us) {
  for (std::size_t i = 0; i < students_.size(); ++i) {
    first_questions_.push_back({start + over_us * i / students_.size(), students_[i].get()});
  }
}

void Crowd::close_all() {
  for (const auto& student : students_) student->close();
}

void Crowd::on_joined(Student& student) {
  --opening_;
  if (joined_ < students_.size()) {
    ++joined_;
  } else {
    student.ask(options_.question);  // again, on its new connection
  }
}

void Crowd::on_first_text(Student& student) {
  if (student.answers() == 0) ++begun_;
}

void Crowd::on_answered(Student& student) {
  if (options_.churn) {
    to_open_.push_back(&student);
  } else {
    student.ask(options_.question);
  }
}

void Crowd::on_refused(Student& student) {
  later_questions_.push_back({now_us() + kAfterRefusalUs, &student});
}

void Crowd::on_lost(Student& student) {
  ++gone_;
  if (!student.has_joined()) --opening_;
}

}  // namespace bench
