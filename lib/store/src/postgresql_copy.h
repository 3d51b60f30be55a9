// Copies the rows of a PostgreSQL database into a SQLite file of the same schema.
#pragma once

#include <string>

#include <libpq-fe.h>

#include "sqlite_copy.h"

namespace store {

// `connection` has a transaction open that sees one state throughout. Throws Failure.
void copy_rows(PGconn* connection, const std::string& description, SqliteCopy& copy,
               const CopyProgress& progress);

}  // namespace store
