// How several coins are spoken of in one sentence.
import { type Balances, type TierName, tierNames } from "../contract.ts";
import { words } from "../messages/messages.ts";

/** "5 gold coins, 3 silver coins, 12 copper coins" */
export function allCoins(balances: Balances): string {
  return [...tierNames]
    .reverse()
    .map((tier) => words().coins.count(balances[tier], tier))
    .join(", ");
}

/** What is left beside `except`, most helpful first: "3 silver coins and 12 copper coins", or null for nothing. */
export function leftElsewhere(balances: Balances, except: TierName): string | null {
  const parts = [...tierNames]
    .reverse()
    .filter((tier) => tier !== except && balances[tier] > 0)
    .map((tier) => words().coins.count(balances[tier], tier));
  return parts.length === 0 ? null : words().coins.and(parts);
}

/** When there are new coins: the operator's own line, or whom to ask. */
export function whenMoreCome(operatorSays: string): string {
  return operatorSays.trim() || words().coins.askForMore;
}

/** What is said when a coin is chosen of which none is left; null while there is one. */
export function noneLeft(balances: Balances, tier: TierName, moreCoins: string): string | null {
  if (balances[tier] > 0) return null;
  const { coins } = words();
  const rest = leftElsewhere(balances, tier);
  return [coins.none(tier), rest ? coins.stillHave(rest) : coins.othersGone, whenMoreCome(moreCoins)].join(" ");
}
