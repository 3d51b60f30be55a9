#include "application.h"

#include <algorithm>
#include <any>
#include <cstdint>
#include <random>
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
#include <tutor/demo_model.h>
#include <tutor/openai_model.h>
#include <webui/page.h>

#include "account_export.h"
#include "announcements.h"
#include "api_routes.h"
#include "metrics.h"
#include "schema.h"

namespace server {
namespace {

using std::chrono::seconds;

void log_failure(std::string_view task, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError, fmt::format("server: {}: {}", task, error.what()));
  }
}

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

// `ends_heard`: see chat::User.
runtime::Task<base::Result<engineio::Admission>> chat_user(accounts::Accounts& accounts,
                                                           std::uint64_t ends_heard,
                                                           const net::Headers& headers) {
  auto session = co_await session_of(accounts, headers);
  if (!session) co_return base::fail(session.error());
  engineio::Admission admission;
  // Without a session the socket may connect; the chat refuses what it asks.
  if (*session) admission.user = chat::User{(*session)->account.id, (*session)->session_id, ends_heard};
  co_return admission;
}

runtime::Task<base::Result<bool>> session_lives(store::Database& database, std::string session_id) {
  co_return co_await database.read(
      [id = std::move(session_id)](store::Transaction& tx) -> base::Result<bool> {
        return accounts::session_exists(tx, id);
      });
}

runtime::Task<base::Result<std::optional<std::int64_t>>> account_of(accounts::Accounts& accounts,
                                                                    const net::Headers& headers) {
  auto session = co_await session_of(accounts, headers);
  if (!session) co_return base::fail(session.error());
  co_return *session ? std::optional((*session)->account.id) : std::nullopt;
}

tutor::TutorOptions tutor_options(const Settings& settings) {
  tutor::TutorOptions options;
  options.running_per_account = settings.running_per_account;
  options.running_total = settings.running_total;
  options.context_tokens = settings.context_tokens;
  if (settings.has_shared_database()) options.sharing = tutor::Sharing::kSeveralServers;
  return options;
}

chat::ChatOptions chat_options(const Settings& settings) {
  chat::ChatOptions options;
  options.message_length = settings.message_length;
  options.messages_per_minute = settings.messages_per_minute;
  return options;
}

// What is more than fits is as good as any number.
std::uint32_t as_rate(std::uint64_t per_second) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(per_second, 100'000'000));
}

net::HttpServerOptions http_options(const Settings& settings) {
  net::HttpServerOptions options;
  options.max_connections = settings.connections;
  options.max_connections_per_address = settings.connections_per_address;
  options.max_header_bytes = settings.header_bytes;
  options.first_request_timeout = settings.first_request_timeout;
  options.header_timeout = settings.header_timeout;
  options.body_timeout = settings.body_timeout;
  return options;
}

}  // namespace

FrontDoor::FrontDoor(const Settings& settings)
    : http_(loop_.get_executor(), http_options(settings), std::ref(router_),
            [](std::string_view message) { runtime::log(runtime::LogLevel::kWarning, message); }) {}

base::Result<> FrontDoor::open(const Settings& settings) {
  const auto port = http_.listen(settings.host, static_cast<std::uint16_t>(settings.port));
  if (!port) return base::fail(port.error());
  const bool v6 = settings.host.find(':') != std::string::npos;
  url_ = fmt::format("http://{}:{}", v6 ? "[" + settings.host + "]" : settings.host, *port);
  return {};
}

Application::Application(Settings settings, FrontDoor& door, std::unique_ptr<store::Database> database,
                         std::unique_ptr<tutor::TextJournal> journal)
    : settings_(std::move(settings)),
      door_(&door),
      signals_(door.loop(), SIGTERM, SIGINT),
      database_(std::move(database)),
      journal_(std::move(journal)),
      accounts_(*database_, clock_, accounts_options()),
      model_(make_model()),
      tutor_(door_->loop().get_executor(), *database_, *model_, tutor_options(settings_), journal_.get()),
      io_(door_->loop().get_executor(), socketio_options()),
      chat_(
          door.loop().get_executor(), io_.of("/"), tutor_, clock_,
          [this](std::string session_id) { return session_lives(*database_, std::move(session_id)); },
          chat_options(settings_)),
      housekeeping_(door.loop().get_executor(), *database_,
                    {.keep_deleted = std::chrono::hours(24 * settings_.keep_deleted_days)}),
      hearing_(door.loop().get_executor(), log_failure),
      house_(door.loop().get_executor(), log_failure) {
  add_routes();
}

Application::~Application() = default;

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

std::unique_ptr<tutor::Model> Application::make_model() {
  if (settings_.effective_provider() == "demo")
    return std::make_unique<tutor::DemoModel>(settings_.demo_pace);
  openai::Options options;
  if (!settings_.base_url.empty()) options.base_url = settings_.base_url;
  options.api_key = settings_.api_key;
  options.ca_file = settings_.ca_file;
  options.connect_timeout = settings_.connect_timeout;
  options.first_byte_timeout = settings_.first_byte_timeout;
  options.silence_timeout = settings_.silence_timeout;
  // A whole answer may come as one event, each character of it escaped.
  options.max_event_bytes = std::size_t{16} << 20;
  api_ = std::make_unique<openai::Client>(door_->loop().get_executor(), std::move(options));
  const auto limit_field = settings_.output_limit_field == "max_tokens"
                               ? openai::OutputLimitField::kMaxTokens
                               : openai::OutputLimitField::kMaxCompletionTokens;
  const tutor::TierProfiles tiers = settings_.effective_tiers();
  tutor::RetryOptions retries;
  retries.retries = settings_.retries;
  // Spreads the tries of many; that it could be guessed does no harm.
  const auto random = [engine = std::minstd_rand(std::random_device()())]() mutable {
    return std::uniform_real_distribution<>()(engine);
  };
  auto retrying = std::make_unique<tutor::RetryingModel>(
      std::make_unique<tutor::OpenAiModel>(*api_, tiers, limit_field), tiers, retries, clock_, random);
  retrying_ = retrying.get();
  return retrying;
}

socketio::Options Application::socketio_options() {
  socketio::Options options;
  options.engine.max_payload_bytes = settings_.payload_bytes;
  options.engine.max_queued_bytes = settings_.queued_bytes;
  options.engine.keep_handshake_headers = false;
  options.engine.max_sessions = settings_.sessions;
  options.engine.max_sessions_per_address = settings_.sessions_per_address;
  options.engine.sustained_packets_per_second = as_rate(settings_.packets_per_second);
  options.engine.max_packets_per_second = as_rate(settings_.packets_per_second * 10);
  options.engine.max_control_frames_per_second = as_rate(settings_.control_frames_per_second);
  options.engine.origins.allowed = settings_.allowed_origins;
  options.engine.origins.credentials = true;
  options.engine.allow_request = [this](const net::Request& request) {
    // Another server's ends are not heard while the line to the database is down.
    const std::uint64_t ends_heard = settings_.has_shared_database() ? 0 : chat_.ends_heard();
    return chat_user(accounts_, ends_heard, request.headers);
  };
  return options;
}

void Application::add_routes() {
  accounts::AuthRoutesOptions auth;
  auth.allowed_origins = settings_.allowed_origins;
  auth.trust_forwarded = settings_.trust_proxy;
  auth.me = [this](const accounts::Account& account) { return describe_account(*database_, account); };
  auth.on_session_ended = [this](std::string_view session_id) { chat_.end_session(session_id); };
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
  conversations.on_changed = [this](std::int64_t account) { chat_.tell_conversations(account); };
  conversations::add_routes(door_->router(), *database_, std::move(conversations));
  chat::add_receipt_routes(door_->router(), *database_, [this](const net::Request& request) {
    return account_of(accounts_, request.headers);
  });
  door_->router().handle_prefix(io_.path(), io_.handler());
  webui::add_page_routes(door_->router());
}

void Application::add_account_routes() {
  accounts::AccountRoutesOptions options;
  options.allowed_origins = settings_.allowed_origins;
  options.trust_forwarded = settings_.trust_proxy;
  options.on_session_ended = [this](std::string_view session_id) { chat_.end_session(session_id); };
  options.before_deletion = [this](std::int64_t account) { return tutor_.stop_all(account); };
  options.on_deleted = [this](std::int64_t account) { tutor_.drop(account); };
  accounts::add_account_routes(door_->router(), accounts_, std::move(options));
  add_account_export(door_->router(), accounts_, *database_);
}

std::string Application::metrics() const {
  return prometheus_text({door_->http().counts(), io_.counts(), tutor_.counts(), database_->counts(),
                          retrying_ == nullptr ? 0 : retrying_->retries()});
}

void Application::hear(const store::Announcement& announcement) {
  hearing_.spawn("announcement", obey(*database_, chat_, tutor_, announcement));
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
  for (const chat::User& user : chat_.users()) accounts_.note_use(user.session_id);
  const auto saved = co_await accounts_.save_last_seen();
  if (!saved) {
    runtime::log(runtime::LogLevel::kError,
                 "when sessions were used last could not be saved: " + saved.error().message);
  }
}

void Application::run() {
  tutor_.start();
  housekeeping_.start();
  announcements_ = std::make_unique<store::Announcements>(
      *database_, door_->loop().get_executor(),
      [this](const store::Announcement& announcement) { hear(announcement); });
  house_.spawn("last use of sessions", note_who_is_there());
  // The last task of the loop: it ends everything else, then itself.
  boost::asio::co_spawn(door_->loop(), end_at_signal(), boost::asio::detached);
  door_->loop().run();
}

runtime::Task<> Application::end_at_signal() {
  boost::system::error_code failed;
  co_await signals_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, failed));
  runtime::log(runtime::LogLevel::kInfo,
               fmt::format("shutting down: no new questions; running answers have {} s",
                           static_cast<double>(settings_.shutdown_grace.count()) / 1000));
  ending_ = true;
  co_await tutor_.shut_down(settings_.shutdown_grace);
  announcements_.reset();
  co_await hearing_.join();
  co_await housekeeping_.shut_down();
  house_.cancel();
  co_await house_.join();
  co_await save_last_seen();
  // Readers get the ends of their answers before the line goes; those that poll need one more request for
  // that.
  co_await chat_.shut_down(kTimeToRead);
  door_->http().stop_accepting();
  co_await io_.close();
  co_await door_->http().shut_down();
  runtime::log(runtime::LogLevel::kInfo, "shut down in order");
}

}  // namespace server
