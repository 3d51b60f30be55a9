// A coin. Its mark says what it buys, so that it is known without its colour:
// copper a magnifying glass (where to look), silver a compass needle (which way), gold a star (the solution).
import type { TierName } from "../contract.ts";

const marks = {
  copper: (
    <g class="mark line">
      <circle cx="14.6" cy="14.6" r="4.1" />
      <path d="m17.8 17.8 4 4" />
    </g>
  ),
  silver: (
    <g class="mark">
      <path d="M21.6 10.4 18 18l-7.6 3.6L14 14z" />
      <circle class="hole" cx="16" cy="16" r="1.3" />
    </g>
  ),
  gold: (
    <path
      class="mark"
      d="m16 8.6 2.2 4.7 5.1.6-3.8 3.5 1 5.1-4.5-2.5-4.5 2.5 1-5.1-3.8-3.5 5.1-.6z"
    />
  ),
} as const;

export function Coin({ tier }: { tier: TierName }) {
  return (
    <svg class={`coin ${tier}`} viewBox="0 0 32 32" aria-hidden="true">
      <circle class="edge" cx="16" cy="16" r="15" />
      <circle class="face" cx="16" cy="16" r="13" />
      <circle class="ring" cx="16" cy="16" r="10.9" />
      {marks[tier]}
    </svg>
  );
}
