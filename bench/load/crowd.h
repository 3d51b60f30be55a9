// All students of a run: opens their connections, and has them ask.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "options.h"
#include "reactor.h"
#include "student.h"

namespace bench {

// Not thread-safe; nothing happens but in turn().
class Crowd final : public StudentListener {
 public:
  // `size` students, who share the accounts that it registers.
  Crowd(const Options& options, std::size_t size);

  // Opens what may be opened, asks what is due, and waits for what comes, until `until` (microseconds) at
  // most.
  void turn(std::uint64_t until);
  // From `start` on, evenly over `over_us`, the students begin to ask.
  void begin_asking(std::uint64_t start, std::uint64_t over_us);
  void close_all();

  [[nodiscard]] Tally& tally() { return tally_; }
  [[nodiscard]] std::size_t size() const { return students_.size(); }
  [[nodiscard]] std::size_t joined() const { return joined_; }  // each once
  [[nodiscard]] std::size_t begun() const { return begun_; }    // have had text
  [[nodiscard]] std::size_t gone() const { return gone_; }      // have lost their connections

  void on_joined(Student& student) override;
  void on_first_text(Student& student) override;
  void on_answered(Student& student) override;
  void on_refused(Student& student) override;
  void on_lost(Student& student) override;

 private:
  struct Due {
    std::uint64_t at = 0;
    Student* student = nullptr;
  };

  [[nodiscard]] std::unique_ptr<Student> make_student(const std::string& cookie);

  const Options& options_;
  Reactor reactor_;
  Tally tally_;
  std::vector<std::unique_ptr<Student>> students_;
  std::deque<Student*> to_open_;
  std::deque<Due> first_questions_;
  std::deque<Due> later_questions_;
  std::size_t opening_ = 0;
  std::size_t joined_ = 0;
  std::size_t begun_ = 0;
  std::size_t gone_ = 0;
};

}  // namespace bench
