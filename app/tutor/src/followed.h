// Answers that are written elsewhere, read along from the database.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include <runtime/notification.h>
#include <runtime/task.h>
#include <store/database.h>

#include <tutor/answer.h>
#include <tutor/records.h>

namespace tutor {

// Owned by the tutor; used on its loop. An answer is followed for as long as somebody holds it, until its
// ending is stored; all who ask for it meanwhile get the same.
class FollowedAnswers {
 public:
  FollowedAnswers(const runtime::Executor& executor, store::Database& database,
                  std::chrono::milliseconds interval)
      : executor_(executor),
        database_(&database),
        interval_(interval),
        added_(executor),
        changed_(executor) {}

  // `stored` has no ending yet.
  std::shared_ptr<Answer> follow(StoredAnswer stored);

  // Waits until the answer has that much text, in UTF-16 units, or its ending, or `stop_waiting` was called.
  runtime::Task<> reach(std::shared_ptr<const Answer> answer, std::size_t units);
  void stop_waiting();

  // Looks at the database every `interval` while something is followed. Ends by being cancelled.
  runtime::Task<> run();

 private:
  runtime::Task<> look();

  runtime::Executor executor_;
  store::Database* database_;
  std::chrono::milliseconds interval_;
  std::unordered_map<std::string, std::weak_ptr<Answer>> followed_;  // by answer id
  runtime::Notification added_;
  runtime::Notification changed_;  // some answer has more text, or its ending
  bool waiting_is_over_ = false;
};

}  // namespace tutor
