// What a server does before it serves: completes the texts that its former run showed, and closes what was
// left open.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <base/result.h>
#include <store/database.h>

#include <tutor/text_journal.h>

namespace tutor {

// Who may work on the database beside this server.
enum class Sharing { kOnlyServer, kSeveralServers };

struct Recovery {
  std::size_t texts = 0;   // answers of which the journal had text
  std::size_t closed = 0;  // answers that were open: their coins were refunded
};

// Blocks. `journals` are all that the server had in its former run, one for each loop; without one there is
// no text to complete. The only server closes everything; one of several what it left itself, and what those
// left whose lease is over. All or, on an error, nothing; errors are the database's.
[[nodiscard]] base::Result<Recovery> recover(store::Database& database,
                                             std::span<const std::unique_ptr<TextJournal>> journals,
                                             Sharing sharing);

}  // namespace tutor
