#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <base/ids.h>
#include <store/test_database.h>

namespace store {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// "postgresql://user:password@host:port/postgres" with another name of a database.
std::string with_database(const std::string& server, const std::string& name) {
  return server.substr(0, server.rfind('/') + 1) + name;
}

}  // namespace

TestDatabase::TestDatabase(SqlitePlace place) {
  if (environment("AILAB_TEST_DATABASE") == "postgresql") {
    make_postgresql();
  } else if (place == SqlitePlace::kFile) {
    folder_ = std::filesystem::temp_directory_path() / ("ailab-test-" + base::random_token(9));
    std::filesystem::create_directory(folder_);
    url_ = "sqlite:" + (folder_ / "test.sqlite").string();
  } else {
    url_ = "sqlite::memory:";
  }
}

void TestDatabase::make_postgresql() {
  // The fixture is still built with it; the test itself does not run after a skip or a failure.
  url_ = "sqlite::memory:";
  const std::string server = environment("AILAB_TEST_POSTGRESQL");
  if (server.empty())
    GTEST_SKIP() << "AILAB_TEST_POSTGRESQL is not set; see tests/harness/with_postgresql.mjs.";
  const std::string name = "test_" + base::random_token(9);
  run_on_postgresql(server, "CREATE DATABASE \"" + name + "\" TEMPLATE template0");
  if (::testing::Test::HasFatalFailure()) return;
  server_ = server;
  name_ = name;
  url_ = with_database(server, name);
}

TestDatabase::~TestDatabase() {
  if (!server_.empty()) run_on_postgresql(server_, "DROP DATABASE \"" + name_ + "\" WITH (FORCE)");
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

std::string run_on_postgresql(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_TUPLES_OK && PQntuples(result.get()) > 0) return PQgetvalue(result.get(), 0, 0);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    [&] { FAIL() << "PostgreSQL of the tests: " << sql << ": " << PQerrorMessage(connection.get()); }();
  }
  return {};
}

}  // namespace store
