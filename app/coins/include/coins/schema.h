// The ledger's tables.
#pragma once

#include <span>

#include <store/migrations.h>

namespace coins {

[[nodiscard]] std::span<const store::Migration> migrations();

}  // namespace coins
