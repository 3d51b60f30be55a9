// Choosing the coin for the next question.
import type { Balances, Tier, TierName } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { words } from "../messages/messages.ts";
import { summaryOf } from "../messages/server-text.ts";
import { Coin } from "./coin.tsx";
import { noneLeft } from "./phrases.ts";

/** The keys that choose a coin: as they are shown, and as `aria-keyshortcuts` wants them. */
export interface CoinKeys {
  readonly shown: string;
  readonly spoken: string;
}

interface Props {
  readonly tiers: readonly Tier[];
  readonly balances: Balances;
  readonly chosen: TierName;
  readonly keysOf: (tier: TierName) => CoinKeys;
  /** The operator's line on when there are new coins. */
  readonly moreCoins: string;
  /** A refusal says already that none is left. */
  readonly quiet: boolean;
  readonly onChoose: (tier: TierName) => void;
}

export function Picker({ tiers, balances, chosen, keysOf, moreCoins, quiet, onChoose }: Props) {
  const { coins } = words();
  const offerOf = (tier: TierName) => {
    const told = tiers.find(({ name }) => name === tier);
    return told ? summaryOf(told) : "";
  };
  return (
    <fieldset class="picker">
      <legend class="visually-hidden">{coins.choose}</legend>
      <div class="picker-choices">
        {tierNames.map((tier) => (
          <label key={tier} class={`choice ${tier}`}>
            <input
              type="radio"
              name="coin"
              value={tier}
              checked={tier === chosen}
              aria-keyshortcuts={keysOf(tier).spoken}
              onChange={() => onChoose(tier)}
            />
            <Coin tier={tier} />
            <span class="choice-name">
              {coins.names[tier]}
              <kbd class="choice-keys" aria-hidden="true">
                {keysOf(tier).shown}
              </kbd>
            </span>
            <span class={balances[tier] > 0 ? "choice-left" : "choice-left none"}>
              <span class="visually-hidden">, </span>
              {coins.left(balances[tier])}
            </span>
            <span class="choice-summary">
              <span class="visually-hidden">. </span>
              <span class="choice-price">{coins.price}</span> {offerOf(tier)}
            </span>
          </label>
        ))}
      </div>
      <p class="picker-chosen" aria-hidden="true">
        <span class="choice-price">{coins.price}</span> {offerOf(chosen)}
      </p>
      <p class="picker-none" role="status">
        {!quiet && noneLeft(balances, chosen, moreCoins)}
      </p>
    </fieldset>
  );
}
