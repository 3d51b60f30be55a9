// What can be done with a question that has its answer. Whatever costs a coin names it before it is pressed.
import { useEffect, useRef, useState } from "preact/hooks";
import { Coin } from "../coins/coin.tsx";
import { type Balances, type TierName, tierNames } from "../contract.ts";
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import { copyText } from "./copy-answer.ts";
import { startOf, type Turn } from "./turns.ts";

interface Props {
  readonly turn: Turn;
  /** Null while earlier questions are not shown, so that it is not known. */
  readonly number: number | null;
  readonly balances: Balances;
  /** Another question is on its way. */
  readonly waiting: boolean;
  readonly chat: Chat;
}

const shownFor = 2000; // milliseconds

const nextTier = (tier: TierName): TierName | undefined => tierNames[tierNames.indexOf(tier) + 1];

export function TurnActions({ turn, number, balances, waiting, chat }: Props) {
  const told = words().turn;
  const edit = turn.coin === "gold" ? told.editForGold : told.edit;
  const deeper = nextTier(turn.coin);
  const name = told.name(number, startOf(turn.content));
  /** What is seen, and which question it belongs to: the name for screen readers. */
  const named = (text: string) => `${text}${told.ofQuestion(name)}`;

  /** With a price: `of` names it, `none` says why it is not offered. */
  function priced(tier: TierName, of: (tier: TierName) => string, none: (tier: TierName) => string) {
    if (balances[tier] === 0) return <span class="action none">{none(tier)}</span>;
    return (
      <button type="button" class="action" aria-label={named(of(tier))} aria-disabled={waiting} onClick={(event) => ask(event, tier)}>
        <Coin tier={tier} />
        {of(tier)}
      </button>
    );
  }

  function ask(event: MouseEvent, tier: TierName) {
    // The second press of a double one: the first may have been answered already.
    if (event.detail > 1 || !chat.asking.askAgain(turn.content, tier)) return;
    // Away from the button, which a key that is held down would press again.
    requestAnimationFrame(() => document.querySelector<HTMLElement>("article:last-of-type .turn-title")?.focus({ preventScroll: true }));
  }

  return (
    <div class="turn-actions" role="group" aria-label={told.actions(name)}>
      {turn.reading.text !== "" && <CopyButton text={turn.reading.text} chat={chat} named={named} />}
      {priced(turn.coin, told.again, told.againNone)}
      <button type="button" class="action" aria-label={named(edit)} onClick={() => chat.asking.edit(turn, number)}>
        {edit}
      </button>
      {deeper && priced(deeper, told.deeper, told.deeperNone)}
    </div>
  );
}

function CopyButton({ text, chat, named }: { text: string; chat: Chat; named: (text: string) => string }) {
  const { turn, answer } = words();
  const [said, setSaid] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(button: HTMLElement) {
    const copied = await copyText(text);
    const shown = button.closest("article")?.querySelector(".answer-text");
    if (!copied && shown) getSelection()?.selectAllChildren(shown);
    const told = copied ? answer.copied : answer.copyByHand;
    setSaid(told);
    chat.announce(told);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(null), shownFor);
  }

  const shown = said ?? turn.copyAnswer;
  return (
    <button type="button" class="action" aria-label={named(shown)} onClick={(event) => void copy(event.currentTarget)}>
      {shown}
    </button>
  );
}
