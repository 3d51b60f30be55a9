// What a server does when another program has changed its database.
#pragma once

#include <cstdint>
#include <optional>

#include <runtime/task.h>
#include <store/announcements.h>
#include <store/database.h>

#include <chat/chat.h>
#include <tutor/tutor.h>

namespace server {

// The one account that it concerns; nullopt when that is not known, or all are.
[[nodiscard]] std::optional<std::int64_t> account_of(const store::Announcement& announcement);

// Tells the sockets that it concerns: what their account has now (tutor::kBalanceChanged), that its
// conversations are others (conversations::kConversationsChanged), or that their session is over
// (accounts::kSessionEnded); and stops what runs for an account that is gone (accounts::kAccountDeleted).
// After store::kMissed each is told what is true now. Runs on the
// chat's loop; the references outlive it.
runtime::Task<> obey(store::Database& database, chat::Chat& chat, tutor::Tutor& tutor,
                     store::Announcement announcement);

}  // namespace server
