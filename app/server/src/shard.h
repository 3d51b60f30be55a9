// One network loop's share of the tutoring: all that concerns the accounts that belong to it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <base/clock.h>
#include <base/result.h>
#include <engineio/options.h>
#include <engineio/session_places.h>
#include <net/exchange.h>
#include <net/http_server.h>
#include <openai/client.h>
#include <runtime/task.h>
#include <runtime/task_group.h>
#include <socketio/server.h>
#include <store/announcements.h>
#include <store/database.h>

#include <chat/chat.h>
#include <server/settings.h>
#include <tutor/model.h>
#include <tutor/retrying_model.h>
#include <tutor/text_journal.h>
#include <tutor/tutor.h>

namespace server {

// What all shards use. What it refers to outlives them, and may be used from any thread.
struct Shared {
  const Settings* settings;
  store::Database* database;
  const base::Clock* clock;
  // Who opens a Socket.IO session: see engineio::Options.
  std::function<runtime::Task<base::Result<engineio::Admission>>(const net::Request&)> admit;
  std::shared_ptr<std::atomic<std::uint64_t>> ends_heard;
  std::shared_ptr<engineio::SessionPlaces> places;
  std::shared_ptr<std::atomic<std::size_t>> running_together;
};

struct ShardCounts {
  net::HttpServerCounts http;
  engineio::Counts sockets;
  tutor::TutorCounts tutor;
  std::uint64_t model_retries = 0;
};

// Owned by Shards. Made and destroyed while its loop does not run; everything else is called on that loop.
class Shard {
 public:
  // `http` is the loop's server; `journal` is null for a database in memory.
  Shard(const Shared& shared, runtime::Executor loop, net::HttpServer& http, std::string session_id_prefix,
        std::unique_ptr<tutor::TextJournal> journal);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  // On any thread.
  [[nodiscard]] const runtime::Executor& loop() const { return loop_; }

  // The requests of Socket.IO, for sessions of this shard.
  [[nodiscard]] net::Handler handler() { return io_.handler(); }
  [[nodiscard]] const std::string& path() const { return io_.path(); }

  chat::Chat& chat() { return chat_; }
  tutor::Tutor& tutor() { return tutor_; }
  void hear(store::Announcement announcement);
  [[nodiscard]] ShardCounts counts() const;

  void start() { tutor_.start(); }
  // The end, in this order.
  runtime::Task<> end_answers(std::chrono::milliseconds grace);
  runtime::Task<> end_hearing();
  runtime::Task<> end_sockets(std::chrono::milliseconds time_to_read);

 private:
  [[nodiscard]] std::unique_ptr<tutor::Model> make_model();

  const Settings* settings_;
  store::Database* database_;
  const base::Clock* clock_;
  runtime::Executor loop_;
  net::HttpServer* http_;
  // In the order in which they need each other; destroyed the other way round.
  std::unique_ptr<tutor::TextJournal> journal_;
  std::unique_ptr<openai::Client> api_;             // null for the demo
  const tutor::RetryingModel* retrying_ = nullptr;  // what `model_` is; null for the demo
  std::unique_ptr<tutor::Model> model_;
  tutor::Tutor tutor_;
  socketio::Server io_;
  chat::Chat chat_;
  runtime::TaskGroup hearing_;
};

}  // namespace server
