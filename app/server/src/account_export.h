// GET /api/account/export: everything about the account, for its owner to keep.
#pragma once

#include <net/router.h>
#include <store/database.h>

#include <accounts/accounts.h>

namespace server {

// One JSON document: {"exported_at","profile","balances","sessions","conversations","receipts"}, as
// docs/protocol.md has it. It is read page by page, so that nobody waits long for the database, and is put
// together in memory, since an answer of net's server is one string: at most two are made at once, further
// ones are told `busy`. All references outlive the router's last request.
void add_account_export(net::Router& router, accounts::Accounts& accounts, store::Database& database);

}  // namespace server
