// Fills a ledger with questions that were asked and ended, so that it is as large as after years.
#pragma once

#include <cstdint>

#include "ledger_database.h"

namespace bench {

// Until there are about `entries` of them, through the ledger's own functions; says how far it is on stderr.
void fill(LedgerDatabase& database, std::int64_t entries);

}  // namespace bench
