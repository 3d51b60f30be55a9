// Where a question is written and its coin chosen.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { TargetedKeyboardEvent } from "preact";
import type { Config } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { Picker } from "../coins/picker.tsx";
import { Marked } from "../messages/marked.tsx";
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import type { ChatState } from "./chat-state.ts";
import { useCodeOffer } from "./code-offer.tsx";
import { coinKeys } from "./keyboard-help.tsx";
import { lengthNote } from "./length-note.ts";
import { RefusalNote } from "./refusal-note.tsx";

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly config: Config;
  readonly onHelp: () => void;
}

export function Composer({ chat, state, config, onHelp }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { composer, keyboard } = words();
  const { asking } = chat;
  const { draft, edit, coin, refusal } = state;
  const note = lengthNote(draft.length, config.limits.message_length);
  const sending = asking.waiting !== null;
  const moreCoins = config.more_coins ?? "";
  const { onPaste, offer } = useCodeOffer(field, draft);

  useLayoutEffect(() => {
    if (opensByItself.matches) focus(field.current);
  }, [state.conversation.id]);
  useLayoutEffect(() => {
    if (edit || (refusal && refusal.kept !== "above")) focus(field.current);
  }, [edit?.question, refusal]);
  useLayoutEffect(() => grow(field.current), [draft, sending]);

  function ask() {
    asking.ask();
    field.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLTextAreaElement>) {
    // 229 is what Safari reports for the Enter that ends a composition, after isComposing is false again.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    // Held down, it would send what is typed next, too.
    if (!event.repeat) ask();
  }

  return (
    <form
      class="composer"
      aria-label={composer.label}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <RefusalNote refusal={refusal} coin={coin} moreCoins={moreCoins} chat={chat} />
      <div role="status">
        {edit && (
          <p class="editing">
            {composer.editing(words().turn.name(edit.number, edit.start))}
            <button
              type="button"
              class="small"
              onClick={() => {
                asking.cancelEdit();
                field.current?.focus({ preventScroll: true });
              }}
            >
              {composer.cancelEdit}
            </button>
          </p>
        )}
      </div>
      <Picker
        tiers={config.tiers}
        balances={state.balances}
        chosen={coin}
        keysOf={coinKeys}
        moreCoins={moreCoins}
        quiet={refusal?.code === "low_coins" && refusal.coin === coin}
        onChoose={(tier) => asking.choose(tier)}
      />
      <div class="composer-field">
        <label for="question" class="visually-hidden">
          {composer.field}
        </label>
        <textarea
          ref={field}
          id="question"
          name="question"
          rows={1}
          placeholder={composer.placeholder}
          value={draft}
          onInput={(event) => asking.write(event.currentTarget.value)}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          aria-describedby="question-help question-length"
          aria-invalid={note?.over ?? false}
        />
        <button type="submit" class="primary ask" aria-disabled={!asking.canAsk}>
          {sending ? composer.sending : composer.ask}
          <Coin tier={coin} />
          <span class="visually-hidden">{composer.payingWith(coin)}</span>
        </button>
      </div>
      {offer}
      <p class="composer-foot">
        <span class="composer-help">
          <span id="question-help">
            <Marked text={composer.keys} as="kbd" />
          </span>
          <button type="button" class="link" aria-haspopup="dialog" onClick={onHelp}>
            {keyboard.title}
          </button>
        </span>
        <span id="question-length" class={note?.over ? "over" : ""}>
          {note?.text ?? ""}
        </span>
      </p>
    </form>
  );
}

/** On a touch screen a field that takes the focus by itself covers half of the page with the keyboard. */
const opensByItself = matchMedia("(hover: hover)");

function focus(field: HTMLTextAreaElement | null): void {
  field?.focus({ preventScroll: true });
  field?.setSelectionRange(field.value.length, field.value.length);
}

const growsByItself = CSS.supports("field-sizing", "content");

/** As tall as its text; the style sheet sets the limit. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || growsByItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
