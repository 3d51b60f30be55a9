// The three balances in the header.
import type { Balances as Amounts } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { Coin } from "./coin.tsx";
import { coinCount } from "./phrases.ts";

export function Balances({ balances }: { balances: Amounts }) {
  return (
    <ul class="balances" aria-label="Your coins">
      {[...tierNames].reverse().map((tier) => (
        <li key={tier} data-tier={tier} data-count={balances[tier]} title={coinCount(balances[tier], tier)}>
          <Coin tier={tier} />
          <span aria-hidden="true">{balances[tier]}</span>
          <span class="visually-hidden">{coinCount(balances[tier], tier)}</span>
        </li>
      ))}
    </ul>
  );
}
