// One question and its answer on the page.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { RefObject } from "preact";
import { AnswerText } from "../answer/answer-text.tsx";
import { endingWords } from "../answer/endings.ts";
import { Coin } from "../coins/coin.tsx";
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import type { Turn } from "./turns.ts";

interface Props {
  readonly turn: Turn;
  /** Which of the conversation's questions it is; null while that is not known. */
  readonly number: number | null;
  readonly mode: string;
  readonly lineUp: boolean;
  /** The conversation was opened to read this one. */
  readonly sought: boolean;
  readonly chat: Chat;
}

export function TurnView(props: Props) {
  const { turn, number, mode, lineUp, sought, chat } = props;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!sought) return;
    title.current?.focus({ preventScroll: true });
    title.current?.closest("article")?.scrollIntoView({ block: "start" });
  }, [sought]);
  // A turn that did not change is not drawn again while another one streams.
  return useMemo(() => drawn(props, title), [turn, number, mode, lineUp, chat, words()]);
}

function drawn({ turn, number, mode, lineUp, chat }: Props, title: RefObject<HTMLHeadingElement | null>) {
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
        {reading.text !== "" && <AnswerText text={reading.text} />}
        {phase === "ended" ? <Ending turn={turn} chat={chat} /> : <Progress turn={turn} lineUp={lineUp} chat={chat} />}
      </div>
    </article>
  );
}

function payment({ phase, ending }: Turn): string {
  const told = words().turn;
  if (phase === "sending") return told.price;
  return ending && !ending.charged ? told.cameBack : told.paid;
}

function Progress({ turn, lineUp, chat }: { turn: Turn; lineUp: boolean; chat: Chat }) {
  const told = words().turn;
  const begun = turn.reading.text !== "";
  if (!lineUp) {
    return (
      <p class="progress">
        {turn.phase === "sending" ? told.waitingToSend : told.waitingToContinue}
      </p>
    );
  }
  if (turn.phase === "sending") return <p class="progress working">{told.sending}</p>;
  return (
    <p class="progress">
      <span class="working">{begun ? told.writing : told.thinking}</span>
      <button type="button" class="small stop" aria-disabled={turn.stopping} onClick={() => turn.stopping || chat.stop(turn.id)}>
        {turn.stopping ? told.stopping : told.stop}
      </button>
      <span class="progress-price">{begun ? told.stopCosts : told.stopIsFree}</span>
    </p>
  );
}

function Ending({ turn, chat }: { turn: Turn; chat: Chat }) {
  if (!turn.ending) return null;
  const told = endingWords(turn.ending, turn.coin, turn.reading.text !== "");
  if (!told) return null;
  return (
    <div class={`ending ${told.tone}`}>
      <p>
        <b>{told.title}</b> {told.detail}
      </p>
      {told.tone !== "quiet" && (
        <button type="button" class="small" onClick={() => chat.reuse(turn)}>
          {words().turn.useAgain}
        </button>
      )}
    </div>
  );
}
