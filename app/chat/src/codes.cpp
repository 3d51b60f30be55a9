#include <chat/codes.h>
#include <coins/ledger.h>
#include <tutor/tutor.h>

namespace chat {

base::Error refusal_of(const base::Error& error, coins::Tier tier) {
  if (error.code == coins::kLowCoins) {
    return {coins::kLowCoins, "You have no " + std::string(coins::tier_name(tier)) +
                                  " coins left. Nothing was charged; choose another coin."};
  }
  if (error.code == tutor::kBusy || error.code == tutor::kInvalidMessage || error.code == kRateLimited) {
    return error;
  }
  return {tutor::kBusy,
          "The server cannot take questions just now. Nothing was charged; try again in a moment."};
}

}  // namespace chat
