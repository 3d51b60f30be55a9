// How coins are spoken of in sentences.
import { type Balances, type TierName, tierNames } from "../contract.ts";

export function titleOf(tier: TierName): string {
  return tier.charAt(0).toUpperCase() + tier.slice(1);
}

export function coinCount(count: number, tier: TierName): string {
  return `${count} ${tier} ${count === 1 ? "coin" : "coins"}`;
}

/** "5 gold coins, 3 silver coins, 12 copper coins" */
export function allCoins(balances: Balances): string {
  return [...tierNames]
    .reverse()
    .map((tier) => coinCount(balances[tier], tier))
    .join(", ");
}

/** What is left beside `except`, most helpful first: "3 silver coins and 12 copper coins", or null for nothing. */
export function leftElsewhere(balances: Balances, except: TierName): string | null {
  const parts = [...tierNames]
    .reverse()
    .filter((tier) => tier !== except && balances[tier] > 0)
    .map((tier) => coinCount(balances[tier], tier));
  return parts.length === 0 ? null : parts.join(" and ");
}
