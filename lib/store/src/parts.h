// What a Database is made of.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <base/clock.h>
#include <runtime/blocking_pool.h>
#include <store/database.h>

#include "session.h"
#include "writer.h"

namespace store {

struct Database::Parts {
  Parts(std::unique_ptr<Dialect> of, const DatabaseOptions& options, std::unique_ptr<Session> writing);

  // Runs one job in a transaction of its own on a reader's connection, and completes it.
  void run_read(Job& job);
  [[nodiscard]] std::optional<base::Error> try_read(Job& job, Session& session) const;

  const base::Clock real_clock;
  const base::Clock& clock;
  const std::unique_ptr<Dialect> dialect;
  std::mutex mutex;
  std::vector<std::unique_ptr<Session>> idle_readers;  // one for each thread of `readers`
  Writer writer;
  runtime::BlockingPool readers;
};

}  // namespace store
