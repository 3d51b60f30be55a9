// The questions and answers of the open conversation. Typing does not draw them again, however many they are.
import type { Balances, Config, TierName } from "../contract.ts";
import { memo } from "../memo.tsx";
import { modeOf } from "../messages/server-text.ts";
import type { Chat } from "./chat.ts";
import { TurnView } from "./turn-view.tsx";
import type { Turn } from "./turns.ts";

interface Props {
  readonly turns: readonly Turn[];
  /** The first of them is the conversation's first. */
  readonly fromBeginning: boolean;
  readonly config: Config;
  readonly lineUp: boolean;
  /** The question that the conversation was opened for. */
  readonly sought: string | null;
  readonly balances: Balances;
  /** Another question is on its way. */
  readonly waiting: boolean;
  readonly checking: boolean;
  readonly chat: Chat;
}

export const TurnsView = memo(({ turns, fromBeginning, config, sought, ...shared }: Props) => {
  const modeFor = (coin: TierName) => {
    const tier = config.tiers.find(({ name }) => name === coin);
    return tier ? modeOf(tier) : "";
  };
  return turns.map((turn, index) => (
    <TurnView
      key={turn.id}
      turn={turn}
      number={fromBeginning ? index + 1 : null}
      mode={modeFor(turn.coin)}
      sought={turn.id === sought}
      {...shared}
    />
  ));
});
