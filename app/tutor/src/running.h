// The tutor's notes on an answer that is being written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <boost/asio/cancellation_signal.hpp>

#include <base/result.h>
#include <runtime/notification.h>

#include <tutor/model.h>
#include <tutor/tutor.h>

namespace tutor {

// Shared by the task that asks, the tasks that ask the same again, and the task that runs the model.
struct Tutor::Running {
  Running(const runtime::Executor& executor, NewQuestion asked)
      : question(std::move(asked)), decided(executor) {}

  NewQuestion question;
  // Once it is recorded, or refused: then `accepted` says which.
  std::optional<base::Result<Accepted>> accepted;
  runtime::Notification decided;
  std::shared_ptr<Answer> answer;
  ModelRequest request;
  boost::asio::cancellation_signal cancel_model;
  bool stopped_by_student = false;
  std::size_t saved_bytes = 0;  // of the text, in the database
};

// An answer that has ended but could not be booked: its coin is to be given back when the database works
// again.
struct Tutor::Unbooked {
  std::shared_ptr<Running> running;
  Ending ending;
};

}  // namespace tutor
