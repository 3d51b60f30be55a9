#include "dialect.h"

#include <soci/soci.h>

namespace store {

base::Result<std::unique_ptr<Dialect>> make_dialect(std::string_view url, const DatabaseOptions& options) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url.starts_with(kSqlite)) return make_sqlite_dialect(std::string(url.substr(kSqlite.size())), options);
  if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    return make_postgresql_dialect(std::string(url), options);
  // Only what stands before the colon is repeated: the rest may hold a password.
  const std::string kind(url.substr(0, url.find(':')));
  return base::fail(kBadDatabaseUrl, "There is no kind of database \"" + kind +
                                         "\"; give it as sqlite:PATH or postgresql://USER@HOST/NAME.");
}

base::Error current_failure(const Dialect& dialect) {
  try {
    throw;
  } catch (const Failure& failure) {
    return failure.error();
  } catch (const soci::soci_error& failure) {
    return dialect.translate(failure);
  } catch (const std::exception& failure) {
    return {kDatabaseFailed, "Work on " + dialect.description() + " failed: " + failure.what()};
  } catch (...) {
    return {kDatabaseFailed, "Work on " + dialect.description() + " failed for an unknown reason."};
  }
}

std::string first_line(std::string text) {
  text.resize(std::min(text.find('\n'), text.size()));
  return text;
}

}  // namespace store
