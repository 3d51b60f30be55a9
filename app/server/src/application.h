// The running server: all of its parts, and how they are put together.
#pragma once

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <conversations/housekeeping.h>

#include <base/clock.h>
#include <base/result.h>
#include <net/http_server.h>
#include <net/router.h>
#include <openai/client.h>
#include <runtime/task_group.h>
#include <socketio/server.h>
#include <store/announcements.h>
#include <store/database.h>

#include <accounts/accounts.h>
#include <chat/chat.h>
#include <server/settings.h>
#include <tutor/model.h>
#include <tutor/retrying_model.h>
#include <tutor/text_journal.h>
#include <tutor/tutor.h>

namespace server {

// The network loop and the port it listens on. Made before the database is touched, so that a start which
// fails for the port changes nothing.
class FrontDoor {
 public:
  explicit FrontDoor(const Settings& settings);

  // Binds the settings' address; connections are taken once the loop runs. Error: net::kListenFailed.
  [[nodiscard]] base::Result<> open(const Settings& settings);
  // "http://127.0.0.1:5000", once it is open.
  [[nodiscard]] const std::string& url() const { return url_; }

  boost::asio::io_context& loop() { return loop_; }
  net::Router& router() { return router_; }
  net::HttpServer& http() { return http_; }
  [[nodiscard]] const net::HttpServer& http() const { return http_; }

 private:
  boost::asio::io_context loop_{1};
  net::Router router_;
  net::HttpServer http_;
  std::string url_;
};

// All that is behind the door. Made, run once, and destroyed, all on one thread, which becomes the network
// loop.
class Application {
 public:
  // `door` outlives this. `database` is migrated, and what a former run left open in it is closed. `journal`
  // is null for a database in memory.
  Application(Settings settings, FrontDoor& door, std::unique_ptr<store::Database> database,
              std::unique_ptr<tutor::TextJournal> journal);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Serves until SIGTERM or SIGINT, then ends in order.
  void run();

 private:
  [[nodiscard]] std::unique_ptr<tutor::Model> make_model();
  [[nodiscard]] accounts::AccountsOptions accounts_options() const;
  [[nodiscard]] socketio::Options socketio_options();
  void add_routes();
  [[nodiscard]] std::string metrics() const;
  runtime::Task<> end_at_signal();
  void hear(const store::Announcement& announcement);

  // In the order in which they need each other; destroyed the other way round.
  Settings settings_;
  base::Clock clock_;
  FrontDoor* door_;
  boost::asio::signal_set signals_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<tutor::TextJournal> journal_;
  accounts::Accounts accounts_;
  std::unique_ptr<openai::Client> api_;             // null for the demo
  const tutor::RetryingModel* retrying_ = nullptr;  // what `model_` is; null for the demo
  std::unique_ptr<tutor::Model> model_;
  tutor::Tutor tutor_;
  socketio::Server io_;
  chat::Chat chat_;
  conversations::Housekeeping housekeeping_;
  runtime::TaskGroup hearing_;
  std::unique_ptr<store::Announcements> announcements_;  // while it serves
  bool ending_ = false;
};

}  // namespace server
