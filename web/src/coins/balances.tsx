// How many coins of each kind there are, for the eye: allCoins() says it in words.
import type { Balances as Amounts } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { words } from "../messages/messages.ts";
import { Coin } from "./coin.tsx";

export function Balances({ balances }: { balances: Amounts }) {
  return (
    <span class="balances" aria-hidden="true">
      {[...tierNames].reverse().map((tier) => (
        <span key={tier} class="balance" data-tier={tier} data-count={balances[tier]}>
          <Coin tier={tier} />
          {words().coins.number(balances[tier])}
        </span>
      ))}
    </span>
  );
}
