#include <iterator>

#include <tutor/context_budget.h>

namespace tutor {
namespace {

constexpr std::size_t kBytesPerToken = 3;
constexpr std::size_t kTokensPerMessage = 4;

}  // namespace

std::size_t estimated_tokens(std::string_view text) {
  return (text.size() + kBytesPerToken - 1) / kBytesPerToken + kTokensPerMessage;
}

std::vector<Turn> newest_within(std::vector<Turn> turns, std::size_t budget_tokens) {
  auto first_kept = turns.end();
  while (first_kept != turns.begin()) {
    const Turn& turn = *std::prev(first_kept);
    const std::size_t cost = estimated_tokens(turn.question) + estimated_tokens(turn.answer);
    if (cost > budget_tokens) break;
    budget_tokens -= cost;
    --first_kept;
  }
  turns.erase(turns.begin(), first_kept);
  return turns;
}

}  // namespace tutor
