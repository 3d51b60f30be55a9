// The tables of accounts and sessions.
#pragma once

#include <span>

#include <store/migrations.h>

namespace accounts {

[[nodiscard]] std::span<const store::Migration> migrations();

}  // namespace accounts
