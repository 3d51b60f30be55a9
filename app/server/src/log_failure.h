// What becomes of an exception that left a task.
#pragma once

#include <exception>
#include <string_view>

namespace server {

// For runtime::TaskGroup: tells the operator.
void log_failure(std::string_view task, const std::exception_ptr& failure);

}  // namespace server
