// What can go wrong with a database, as codes. Each comes with a sentence that says what to do.
#pragma once

#include <base/error.h>

namespace store {

// Too many jobs wait for the database already; try again in a moment.
inline constexpr base::ErrorCode kStoreBusy = "store_busy";
// The address is neither sqlite:… nor postgresql://….
inline constexpr base::ErrorCode kBadDatabaseUrl = "bad_database_url";
// It cannot be opened, or the connection was lost.
inline constexpr base::ErrorCode kDatabaseUnavailable = "database_unavailable";
// The disk, or what the database may use of it, is full.
inline constexpr base::ErrorCode kDatabaseFull = "database_full";
// The file, its folder or its disk does not let this program write.
inline constexpr base::ErrorCode kDatabaseReadOnly = "database_read_only";
// Another program held the database for longer than the busy timeout.
inline constexpr base::ErrorCode kDatabaseLocked = "database_locked";
// Other transactions got in the way of this one again and again (PostgreSQL); try again in a moment.
inline constexpr base::ErrorCode kDatabaseConflict = "database_conflict";
// The connection was lost while the database was told to keep a transaction, and the database could not be
// asked since: it was kept, or it was not. Look before doing it again. After every other error nothing was
// kept.
inline constexpr base::ErrorCode kOutcomeUnknown = "database_outcome_unknown";
// A row would break a rule of the schema (unique, check, foreign key, a trigger's refusal).
inline constexpr base::ErrorCode kConstraint = "constraint";
// The file is damaged.
inline constexpr base::ErrorCode kDatabaseCorrupt = "database_corrupt";
// The file is something else than a database.
inline constexpr base::ErrorCode kNotADatabase = "not_a_database";
// A database of another program: it has tables, but not this program's.
inline constexpr base::ErrorCode kDatabaseForeign = "database_foreign";
// A newer version of this program has changed the schema.
inline constexpr base::ErrorCode kDatabaseNewer = "database_newer";
// Anything else: a bug in a statement, or a failure nobody has met yet.
inline constexpr base::ErrorCode kDatabaseFailed = "database_failed";

}  // namespace store
