// `ailab user …`: accounts, made and mended by the operator. Each command prints its answer and returns the
// process's exit code.
#pragma once

#include <string>

#include "command.h"

namespace server {

// `role` is a role's name. Asks for the password.
int add_user(const Invocation& invocation, const std::string& name, const std::string& role);
int list_users(const Invocation& invocation);
// Asks for the password, and ends the account's sessions.
int change_password(const Invocation& invocation, const std::string& name);

}  // namespace server
