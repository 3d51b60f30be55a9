// Why a question came back, for how long there is to wait, and the question again when that is over.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Coin } from "../coins/coin.tsx";
import type { TierName } from "../contract.ts";
import { locale, words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import { type Refusal, refusalWords } from "./refusals.ts";
import { useSecondsLeft } from "./ticking.ts";

interface Props {
  readonly refusal: Refusal | null;
  /** What the composer would pay with. */
  readonly coin: TierName;
  /** The operator's line on when there are new coins. */
  readonly moreCoins: string;
  readonly chat: Chat;
}

export function RefusalNote({ refusal, coin, moreCoins, chat }: Props) {
  const told = refusal && refusalWords(refusal, moreCoins);
  const note = useRef<HTMLParagraphElement>(null);
  // What was refused under an answer has left its place; what came from the composer is there again, with the focus.
  useLayoutEffect(() => {
    if (refusal?.kept === "above") note.current?.focus();
  }, [refusal]);
  return (
    <div class="refusal-place">
      <div role="alert">
        {refusal && told && (
          <p ref={note} class="refusal" tabIndex={-1}>
            <b>{told.title}</b> {told.detail}
            <FirstTold retryAt={refusal.retryAt} />
          </p>
        )}
      </div>
      {refusal?.retryAt && <Retry refusal={refusal} retryAt={refusal.retryAt} coin={coin} chat={chat} />}
    </div>
  );
}

/** A screen reader hears once how long it takes; the countdown is there for whoever looks for it. */
function FirstTold({ retryAt }: { retryAt: number | null }) {
  const first = useMemo(() => (retryAt === null ? "" : untilThen(retryAt, Math.ceil((retryAt - Date.now()) / 1000))), [retryAt, words()]);
  return first === "" ? null : <span class="visually-hidden"> {first}</span>;
}

function Retry({ refusal, retryAt, coin, chat }: { refusal: Refusal; retryAt: number; coin: TierName; chat: Chat }) {
  const { refusals } = words();
  const left = useSecondsLeft(retryAt, () => chat.announce(words().refusals.retryNow));
  if (left) {
    return (
      <p class="refusal-retry" role="timer">
        {untilThen(retryAt, left)}
      </p>
    );
  }
  const payingWith = refusal.kept === "above" ? refusal.coin : coin;
  return (
    <p class="refusal-retry">
      {refusals.retryNow}
      {refusal.kept !== "elsewhere" && (
        <button type="button" class="small" onClick={(event) => event.detail > 1 || chat.asking.askRefused(refusal)}>
          <Coin tier={payingWith} />
          {refusals.ask(payingWith)}
        </button>
      )}
    </p>
  );
}

function untilThen(retryAt: number, seconds: number): string {
  const { refusals } = words();
  if (seconds < 120) return refusals.retryInSeconds(seconds);
  const time = new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(retryAt);
  return refusals.retryInMinutes(Math.ceil(seconds / 60), time);
}
