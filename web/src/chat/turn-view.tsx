// One question and its answer on the page.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { AnswerText } from "../answer/answer-text.tsx";
import { endingWords } from "../answer/endings.ts";
import type { Balances } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { memo } from "../memo.tsx";
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import { Progress } from "./progress.tsx";
import { TurnActions } from "./turn-actions.tsx";
import type { Turn } from "./turns.ts";

interface Props {
  readonly turn: Turn;
  /** Which of the conversation's questions it is; null while that is not known. */
  readonly number: number | null;
  readonly mode: string;
  readonly lineUp: boolean;
  /** The conversation was opened to read this one. */
  readonly sought: boolean;
  readonly balances: Balances;
  /** A question is on its way, and whether it is not known if it arrived. */
  readonly waiting: boolean;
  readonly checking: boolean;
  readonly chat: Chat;
}

/** A turn that did not change is not drawn again while another one streams. */
export const TurnView = memo(({ turn, number, mode, lineUp, sought, balances, waiting, checking, chat }: Props) => {
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (sought) title.current?.focus({ preventScroll: true });
  }, [sought]);
  // When all has its height.
  useEffect(() => {
    if (sought) title.current?.closest("article")?.scrollIntoView({ block: "start" });
  }, [sought]);
  const { coin, phase, reading } = turn;
  return (
    <article class={`turn ${coin}`} aria-labelledby={`turn-${turn.id}`} data-answer={turn.id} data-phase={phase}>
      <span class="turn-coin">
        <Coin tier={coin} />
      </span>
      <h2 ref={title} id={`turn-${turn.id}`} class="turn-title" tabIndex={-1}>
        {number !== null && <span class="visually-hidden">{words().turn.number(number)}</span>}
        {words().coins.names[coin]}
        <span class="turn-mode">
          {mode && ` ${mode}`} · {payment(turn)}
        </span>
      </h2>
      <p class="question">{turn.content}</p>
      <div class="answer" aria-busy={phase !== "ended"}>
        {reading.text !== "" && <AnswerText text={reading.text} growing={phase !== "ended"} />}
        {phase === "ended" ? <Ending turn={turn} /> : <Progress turn={turn} lineUp={lineUp} checking={checking} chat={chat} />}
      </div>
      {phase === "ended" && <TurnActions turn={turn} number={number} balances={balances} waiting={waiting} chat={chat} />}
    </article>
  );
});

function payment({ phase, ending }: Turn): string {
  const told = words().turn;
  if (phase === "sending") return told.price;
  return ending && !ending.charged ? told.cameBack : told.paid;
}

function Ending({ turn }: { turn: Turn }) {
  if (!turn.ending) return null;
  const told = endingWords(turn.ending, turn.coin, turn.reading.text !== "");
  if (!told) return null;
  return (
    <div class={`ending ${told.tone}`}>
      <p>
        <b>{told.title}</b> {told.detail}
      </p>
    </div>
  );
}
