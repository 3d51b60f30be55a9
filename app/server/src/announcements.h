// What a server does when another program has changed its database.
#pragma once

#include <runtime/task.h>
#include <store/announcements.h>
#include <store/database.h>

#include <chat/chat.h>

namespace server {

// Tells the sockets that it concerns: what their account has now (tutor::kBalanceChanged), that its
// conversations are others (conversations::kConversationsChanged), or that their session is over
// (accounts::kSessionEnded). After store::kMissed each is told what is true now. Runs on the
// chat's loop; the references outlive it.
runtime::Task<> obey(store::Database& database, chat::Chat& chat, store::Announcement announcement);

}  // namespace server
