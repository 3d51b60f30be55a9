// Entries of the ledger as their owner reads them.
#pragma once

#include <cstdint>
#include <optional>

#include <boost/json.hpp>

#include <store/transaction.h>

namespace chat {

struct ReceiptPage {
  boost::json::array receipts;       // newest first, each as docs/protocol.md has it
  std::optional<std::int64_t> next;  // `before` of the page that follows; nullopt at the end
};

// At most `limit` receipts of the account; those older than the entry `before` if it is given.
[[nodiscard]] ReceiptPage receipt_page(store::Transaction& tx, std::int64_t account, std::int64_t limit,
                                       std::optional<std::int64_t> before);

}  // namespace chat
