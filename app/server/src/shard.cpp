#include "shard.h"

#include <algorithm>
#include <random>
#include <utility>

#include <fmt/format.h>

#include <runtime/log.h>

#include <accounts/records.h>
#include <tutor/demo_model.h>
#include <tutor/openai_model.h>

#include "announcements.h"
#include "log_failure.h"

namespace server {
namespace {

runtime::Task<base::Result<bool>> session_lives(store::Database& database, std::string session_id) {
  co_return co_await database.read(
      [id = std::move(session_id)](store::Transaction& tx) -> base::Result<bool> {
        return accounts::session_exists(tx, id);
      });
}

tutor::TutorOptions tutor_options(const Shared& shared) {
  const Settings& settings = *shared.settings;
  tutor::TutorOptions options;
  options.running_per_account = settings.running_per_account;
  options.running_total = settings.running_total;
  options.running_together = shared.running_together;
  options.context_tokens = settings.context_tokens;
  if (settings.has_shared_database()) options.sharing = tutor::Sharing::kSeveralServers;
  return options;
}

chat::ChatOptions chat_options(const Shared& shared) {
  const Settings& settings = *shared.settings;
  chat::ChatOptions options;
  options.ends_heard = shared.ends_heard;
  options.message_length = settings.message_length;
  options.messages_per_minute = settings.messages_per_minute;
  return options;
}

// What is more than fits is as good as any number.
std::uint32_t as_rate(std::uint64_t per_second) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(per_second, 100'000'000));
}

socketio::Options socketio_options(const Shared& shared, std::string session_id_prefix) {
  const Settings& settings = *shared.settings;
  socketio::Options options;
  options.engine.max_payload_bytes = settings.payload_bytes;
  options.engine.max_queued_bytes = settings.queued_bytes;
  options.engine.keep_handshake_headers = false;
  options.engine.places = shared.places;
  options.engine.session_id_prefix = std::move(session_id_prefix);
  options.engine.sustained_packets_per_second = as_rate(settings.packets_per_second);
  options.engine.max_packets_per_second = as_rate(settings.packets_per_second * 10);
  options.engine.max_control_frames_per_second = as_rate(settings.control_frames_per_second);
  options.engine.origins.allowed = settings.allowed_origins;
  options.engine.origins.credentials = true;
  options.engine.allow_request = shared.admit;
  return options;
}

}  // namespace

Shard::Shard(const Shared& shared, runtime::Executor loop, net::HttpServer& http,
             std::string session_id_prefix, std::unique_ptr<tutor::TextJournal> journal)
    : settings_(shared.settings),
      database_(shared.database),
      clock_(shared.clock),
      loop_(std::move(loop)),
      http_(&http),
      journal_(std::move(journal)),
      model_(make_model()),
      tutor_(loop_, *database_, *model_, tutor_options(shared), journal_.get()),
      io_(loop_, socketio_options(shared, std::move(session_id_prefix))),
      chat_(
          loop_, io_.of("/"), tutor_, *clock_,
          [this](std::string session_id) { return session_lives(*database_, std::move(session_id)); },
          chat_options(shared)),
      hearing_(loop_, log_failure) {}

Shard::~Shard() = default;

std::unique_ptr<tutor::Model> Shard::make_model() {
  if (settings_->effective_provider() == "demo")
    return std::make_unique<tutor::DemoModel>(settings_->demo_pace);
  openai::Options options;
  if (!settings_->base_url.empty()) options.base_url = settings_->base_url;
  options.api_key = settings_->api_key;
  options.ca_file = settings_->ca_file;
  options.connect_timeout = settings_->connect_timeout;
  options.first_byte_timeout = settings_->first_byte_timeout;
  options.silence_timeout = settings_->silence_timeout;
  // A whole answer may come as one event, each character of it escaped.
  options.max_event_bytes = std::size_t{16} << 20;
  api_ = std::make_unique<openai::Client>(loop_, std::move(options));
  const auto limit_field = settings_->output_limit_field == "max_tokens"
                               ? openai::OutputLimitField::kMaxTokens
                               : openai::OutputLimitField::kMaxCompletionTokens;
  const tutor::TierProfiles tiers = settings_->effective_tiers();
  tutor::RetryOptions retries;
  retries.retries = settings_->retries;
  // Spreads the tries of many; that it could be guessed does no harm.
  const auto random = [engine = std::minstd_rand(std::random_device()())]() mutable {
    return std::uniform_real_distribution<>()(engine);
  };
  auto retrying = std::make_unique<tutor::RetryingModel>(
      std::make_unique<tutor::OpenAiModel>(*api_, tiers, limit_field), tiers, retries, *clock_, random);
  retrying_ = retrying.get();
  return retrying;
}

void Shard::hear(store::Announcement announcement) {
  hearing_.spawn("announcement", obey(*database_, chat_, tutor_, std::move(announcement)));
}

ShardCounts Shard::counts() const {
  return {http_->counts(), io_.counts(), tutor_.counts(), retrying_ == nullptr ? 0 : retrying_->retries()};
}

runtime::Task<> Shard::end_answers(std::chrono::milliseconds grace) {
  return tutor_.shut_down(grace);
}

runtime::Task<> Shard::end_hearing() {
  return hearing_.join();
}

runtime::Task<> Shard::end_sockets(std::chrono::milliseconds time_to_read) {
  // Readers get the ends of their answers before the line goes; those that poll need one more request for
  // that.
  co_await chat_.shut_down(time_to_read);
  http_->stop_accepting();
  co_await io_.close();
}

}  // namespace server
