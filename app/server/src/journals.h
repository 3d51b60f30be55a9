// The journals of texts, one for each network loop, and what a former run left in them.
#pragma once

#include <memory>
#include <vector>

#include <base/result.h>
#include <store/database.h>

#include <server/settings.h>
#include <tutor/text_journal.h>

namespace server {

// Opens them, and completes what a former run left, whatever the number of its loops was: see tutor::recover.
// Returns one for each loop of the settings; none for a database in memory. Errors: those of
// tutor::TextJournal and of the database.
[[nodiscard]] base::Result<std::vector<std::unique_ptr<tutor::TextJournal>>> recover_answers(
    const Settings& settings, store::Database& database);

}  // namespace server
