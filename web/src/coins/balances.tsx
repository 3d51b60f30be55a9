// How many coins of each kind there are, in a row that fits into a sentence or a button.
import type { Balances as Amounts } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { Coin } from "./coin.tsx";
import { coinCount } from "./phrases.ts";

export function Balances({ balances }: { balances: Amounts }) {
  return (
    <span class="balances">
      {[...tierNames].reverse().map((tier, index) => (
        <span key={tier} class="balance" data-tier={tier} data-count={balances[tier]}>
          <Coin tier={tier} />
          <span aria-hidden="true">{balances[tier]}</span>
          <span class="visually-hidden">
            {index > 0 && ", "}
            {coinCount(balances[tier], tier)}
          </span>
        </span>
      ))}
    </span>
  );
}
