// What is said while an answer is on its way, and the button that stops it.
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import { inWords } from "./duration-words.ts";
import { useUnchanged } from "./ticking.ts";
import type { Turn } from "./turns.ts";

interface Props {
  readonly turn: Turn;
  readonly lineUp: boolean;
  /** It is not known whether the question arrived. */
  readonly checking: boolean;
  readonly chat: Chat;
}

export function Progress({ turn, lineUp, checking, chat }: Props) {
  const told = words().turn;
  const { text } = turn.reading;
  const quiet = useUnchanged(`${lineUp} ${turn.phase} ${text.length}`);
  if (!lineUp) return <p class="progress">{turn.phase === "sending" ? told.waitingToSend : told.waitingToContinue}</p>;
  if (turn.phase === "sending") {
    return checking ? <p class="progress">{told.checking}</p> : <p class="progress working">{told.sending}</p>;
  }
  const begun = text !== "";
  const still = begun ? told.stillWriting : told.stillThinking;
  return (
    <p class="progress">
      {quiet === 0 ? <span class="working">{begun ? told.writing : told.thinking}</span> : <span>{still(inWords(quiet))}</span>}
      <button type="button" class="small stop" aria-disabled={turn.stopping} onClick={() => turn.stopping || chat.stop(turn.id)}>
        {turn.stopping ? told.stopping : told.stop}
      </button>
      <span class="progress-price">{begun ? told.stopCosts : told.stopIsFree}</span>
    </p>
  );
}
