// Choosing the coin for the next question.
import type { Balances, Tier, TierName } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { Coin } from "./coin.tsx";
import { titleOf } from "./phrases.ts";

interface Props {
  readonly tiers: readonly Tier[];
  readonly balances: Balances;
  readonly chosen: TierName;
  readonly onChoose: (tier: TierName) => void;
}

export function Picker({ tiers, balances, chosen, onChoose }: Props) {
  const summaryOf = (tier: TierName) => tiers.find(({ name }) => name === tier)?.summary ?? "";
  return (
    <fieldset class="picker">
      <legend class="visually-hidden">Coin for this question</legend>
      <div class="picker-choices">
        {tierNames.map((tier) => (
          <label key={tier} class={`choice ${tier}`}>
            <input
              type="radio"
              name="coin"
              value={tier}
              checked={tier === chosen}
              onChange={() => onChoose(tier)}
            />
            <Coin tier={tier} />
            <span class="choice-name">{titleOf(tier)}</span>
            <span class={balances[tier] > 0 ? "choice-left" : "choice-left none"}>
              <span class="visually-hidden">, </span>
              {balances[tier] > 0 ? `${balances[tier]} left` : "none left"}
            </span>
            <span class="choice-summary">
              <span class="visually-hidden">. </span>
              <span class="choice-price">1 coin</span> {summaryOf(tier)}
            </span>
          </label>
        ))}
      </div>
      <p class="picker-chosen" aria-hidden="true">
        <span class="choice-price">1 coin</span> {summaryOf(chosen)}
      </p>
    </fieldset>
  );
}
