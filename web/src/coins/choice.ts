// Which coin is chosen when the page opens: the last choice, copper first, and gold only ever by hand.
import { type TierName, tierNames } from "../contract.ts";

const key = "ailab.coin";

type Shelf = Pick<Storage, "getItem" | "setItem">;

export function rememberedCoin(shelf: Shelf): TierName {
  const last = shelf.getItem(key);
  return tierNames.find((tier) => tier === last && tier !== "gold") ?? "copper";
}

export function rememberCoin(shelf: Shelf, tier: TierName): void {
  if (tier !== "gold") shelf.setItem(key, tier);
}
