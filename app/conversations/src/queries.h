// The queries that read conversations page by page: each must be answered from an index.
#pragma once

#include <string_view>

namespace conversations {

// Values: account, a cursor's time and id, most.
inline constexpr std::string_view kListQuery =
    "SELECT id, title, created_at, updated_at FROM conversations WHERE account_id = :account "
    "AND deleted_at IS NULL AND (updated_at, id) < (:time, :id) ORDER BY updated_at DESC, id DESC LIMIT "
    ":most";

#define AILAB_TURN_COLUMNS                                                                         \
  "SELECT q.id, q.position, q.tier, q.content, q.asked_at, a.text, a.state, a.reason, a.message, " \
  "a.charged, "                                                                                    \
  "a.refunded, a.ended_at FROM questions q JOIN answers a ON a.question_id = q.id "

// Values: conversation, position, most. The newest first.
inline constexpr std::string_view kTurnsBeforeQuery = AILAB_TURN_COLUMNS
    "WHERE q.conversation_id = :conversation AND q.position < :position ORDER BY q.position DESC LIMIT :most";

// Values: conversation, position, most. The oldest first.
inline constexpr std::string_view kTurnsAfterQuery = AILAB_TURN_COLUMNS
    "WHERE q.conversation_id = :conversation AND q.position > :position ORDER BY q.position LIMIT :most";

#undef AILAB_TURN_COLUMNS

// Value: the last moment of deletion.
inline constexpr std::string_view kToEraseQuery =
    "SELECT id FROM conversations WHERE deleted_at IS NOT NULL AND erased_at IS NULL AND deleted_at <= "
    ":until "
    "ORDER BY deleted_at LIMIT 1";

// Value: conversation.
inline constexpr std::string_view kRunningQuery =
    "SELECT 1 FROM questions q JOIN answers a ON a.question_id = q.id "
    "WHERE q.conversation_id = :conversation AND a.state = 'running' LIMIT 1";

}  // namespace conversations
