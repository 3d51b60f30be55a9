#include "application.h"

#include <any>
#include <atomic>
#include <cstdint>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <conversations/routes.h>
#include <fmt/format.h>

#include <runtime/log.h>

#include <accounts/account_routes.h>
#include <accounts/auth_routes.h>
#include <accounts/records.h>
#include <chat/receipt_routes.h>
#include <tutor/account_records.h>
#include <webui/page.h>

#include "account_export.h"
#include "api_routes.h"
#include "log_failure.h"
#include "metrics.h"
#include "schema.h"

namespace server {
namespace {

using std::chrono::seconds;

// For readers to take what was sent to them, when the server ends.
constexpr seconds kTimeToRead{3};

// How far what is stored of a session's last use may be behind.
constexpr std::chrono::minutes kBetweenSavesOfUse{5};

// The session of a request's cookie; nullopt without one. An error is the database's.
runtime::Task<base::Result<std::optional<accounts::SessionInfo>>> session_of(accounts::Accounts& accounts,
                                                                             const net::Headers& headers) {
  auto session = co_await accounts::authenticate(accounts, headers);
  if (session) co_return std::optional(std::move(*session));
  if (session.error().code == accounts::kNotLoggedIn) co_return std::optional<accounts::SessionInfo>();
  co_return base::fail(session.error());
}

// Who opens a Socket.IO session. Looked up on the first loop, which the request's note then tells the others.
// `ends_heard`: see chat::User.
runtime::Task<base::Result<engineio::Admission>> chat_user(accounts::Accounts& accounts,
                                                           std::uint64_t ends_heard,
                                                           const net::Request& request) {
  if (const auto* known = std::any_cast<engineio::Admission>(&request.note)) co_return *known;
  auto session = co_await session_of(accounts, request.headers);
  if (!session) co_return base::fail(session.error());
  engineio::Admission admission;
  // Without a session the socket may connect; the chat refuses what it asks.
  if (*session) admission.user = chat::User{(*session)->account.id, (*session)->session_id, ends_heard};
  co_return admission;
}

runtime::Task<base::Result<std::optional<std::int64_t>>> account_of(accounts::Accounts& accounts,
                                                                    const net::Headers& headers) {
  auto session = co_await session_of(accounts, headers);
  if (!session) co_return base::fail(session.error());
  co_return *session ? std::optional((*session)->account.id) : std::nullopt;
}

}  // namespace

Application::Application(Settings settings, FrontDoor& door, std::unique_ptr<store::Database> database,
                         std::vector<std::unique_ptr<tutor::TextJournal>> journals)
    : settings_(std::move(settings)),
      door_(&door),
      signals_(door.loop(), SIGTERM, SIGINT),
      database_(std::move(database)),
      accounts_(*database_, clock_, accounts_options()),
      shards_(shared(), door, std::move(journals)),
      housekeeping_(door.loop().get_executor(), *database_,
                    {.keep_deleted = std::chrono::hours(24 * settings_.keep_deleted_days)}),
      house_(door.loop().get_executor(), log_failure) {
  add_routes();
}

Application::~Application() = default;

Shared Application::shared() {
  return {
      .settings = &settings_,
      .database = database_.get(),
      .clock = &clock_,
      .admit =
          [this](const net::Request& request) {
            // Another server's ends are not heard while the line to the database is down.
            const std::uint64_t heard = settings_.has_shared_database() ? 0 : ends_heard_->load();
            return chat_user(accounts_, heard, request);
          },
      .ends_heard = ends_heard_,
      .places = std::make_shared<engineio::SessionPlaces>(settings_.sessions, settings_.sessions_per_address),
      .running_together = std::make_shared<std::atomic<std::size_t>>()};
}

accounts::AccountsOptions Application::accounts_options() const {
  accounts::AccountsOptions options;
  options.password_cost.memory_bytes = settings_.password_memory_mib * 1024 * 1024;
  options.hashing_queue_limit = settings_.logins_waiting;
  options.session_lifetime = std::chrono::duration_cast<seconds>(settings_.session_lifetime);
  options.failures_per_account.attempts = settings_.login_attempts_per_account;
  options.failures_per_address.attempts = settings_.login_attempts_per_address;
  options.registrations_per_address.attempts = settings_.registrations_per_address;
  options.on_created = [tiers = settings_.tiers](store::Transaction& tx, std::int64_t account_id) {
    return grant_starting_coins(tx, account_id, tiers);
  };
  options.on_deleted = tutor::erase_account;
  return options;
}

void Application::add_routes() {
  accounts::AuthRoutesOptions auth;
  auth.allowed_origins = settings_.allowed_origins;
  auth.trust_forwarded = settings_.trust_proxy;
  auth.me = [this](const accounts::Account& account) { return describe_account(*database_, account); };
  auth.on_session_ended = [this](std::string_view session_id) { shards_.end_session(session_id); };
  accounts::add_auth_routes(door_->router(), accounts_, std::move(auth));
  add_account_routes();

  add_api_routes(
      door_->router(), settings_, accounts_, *database_,
      [this] { return std::string(ending_ ? "The server is shutting down." : ""); },
      [this] { return metrics(); });
  conversations::RoutesOptions conversations;
  conversations.account_of = [this](const net::Request& request) {
    return account_of(accounts_, request.headers);
  };
  conversations.allowed_origins = settings_.allowed_origins;
  conversations.on_changed = [this](std::int64_t account) { shards_.tell_conversations(account); };
  conversations::add_routes(door_->router(), *database_, std::move(conversations));
  chat::add_receipt_routes(door_->router(), *database_, [this](const net::Request& request) {
    return account_of(accounts_, request.headers);
  });
  webui::add_page_routes(door_->router());
}

void Application::add_account_routes() {
  accounts::AccountRoutesOptions options;
  options.allowed_origins = settings_.allowed_origins;
  options.trust_forwarded = settings_.trust_proxy;
  options.on_session_ended = [this](std::string_view session_id) { shards_.end_session(session_id); };
  options.before_deletion = [this](std::int64_t account) { return shards_.stop_all(account); };
  options.on_deleted = [this](std::int64_t account) { shards_.drop(account); };
  accounts::add_account_routes(door_->router(), accounts_, std::move(options));
  add_account_export(door_->router(), accounts_, *database_);
}

runtime::Task<std::string> Application::metrics() {
  co_return prometheus_text({co_await shards_.counts(), database_->counts()});
}

runtime::Task<> Application::note_who_is_there() {
  boost::asio::steady_timer timer(door_->loop());
  while (true) {
    timer.expires_after(kBetweenSavesOfUse);
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_await save_last_seen();
  }
}

runtime::Task<> Application::save_last_seen() {
  // A page that is open is seen, although it asks nothing over HTTP.
  const std::vector<chat::User> users = co_await shards_.users();
  for (const chat::User& user : users) accounts_.note_use(user.session_id);
  const auto saved = co_await accounts_.save_last_seen();
  if (!saved) {
    runtime::log(runtime::LogLevel::kError,
                 "when sessions were used last could not be saved: " + saved.error().message);
  }
}

void Application::run() {
  shards_.start();
  housekeeping_.start();
  announcements_ = std::make_unique<store::Announcements>(
      *database_, door_->loop().get_executor(),
      [this](const store::Announcement& announcement) { shards_.hear(announcement); });
  house_.spawn("last use of sessions", note_who_is_there());
  // The last task of the loop: it ends everything else, then itself.
  boost::asio::co_spawn(door_->loop(), end_at_signal(), boost::asio::detached);
  door_->run();
}

runtime::Task<> Application::end_at_signal() {
  boost::system::error_code failed;
  co_await signals_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, failed));
  runtime::log(runtime::LogLevel::kInfo,
               fmt::format("shutting down: no new questions; running answers have {} s",
                           static_cast<double>(settings_.shutdown_grace.count()) / 1000));
  ending_ = true;
  co_await shards_.end_answers(settings_.shutdown_grace);
  announcements_.reset();
  co_await shards_.end_hearing();
  co_await housekeeping_.shut_down();
  house_.cancel();
  co_await house_.join();
  co_await save_last_seen();
  co_await shards_.end_sockets(kTimeToRead);
  co_await door_->shut_down();
  runtime::log(runtime::LogLevel::kInfo, "shut down in order");
}

}  // namespace server
