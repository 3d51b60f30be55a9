// Where a question is written and its coin chosen.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { TargetedKeyboardEvent } from "preact";
import type { Config } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { Picker } from "../coins/picker.tsx";
import { Marked } from "../messages/marked.tsx";
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import type { ChatState } from "./chat-state.ts";
import { lengthNote } from "./length-note.ts";
import { refusalWords } from "./refusals.ts";

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly config: Config;
}

export function Composer({ chat, state, config }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { composer } = words();
  const { draft, coin, refusal } = state;
  const refused = refusal && refusalWords(refusal);
  const note = lengthNote(draft.length, config.limits.message_length);
  const sending = state.conversation.turns.some((turn) => turn.phase === "sending");

  useEffect(() => field.current?.focus({ preventScroll: true }), [state.conversation.id, refusal]);
  useLayoutEffect(() => grow(field.current), [draft, sending]);

  function ask() {
    chat.ask();
    field.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLTextAreaElement>) {
    // 229 is what Safari reports for the Enter that ends a composition, after isComposing is false again.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    ask();
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
      <div role="alert" class="refusal-place">
        {refused && (
          <p class="refusal">
            <b>{refused.title}</b> {refused.detail}
          </p>
        )}
      </div>
      <Picker tiers={config.tiers} balances={state.balances} chosen={coin} onChoose={(tier) => chat.choose(tier)} />
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
          onInput={(event) => chat.write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          aria-describedby="question-help question-length"
          aria-invalid={note?.over ?? false}
        />
        <button type="submit" class="primary ask" aria-disabled={!chat.canAsk}>
          {sending ? composer.sending : composer.ask}
          <Coin tier={coin} />
          <span class="visually-hidden">{composer.payingWith(coin)}</span>
        </button>
      </div>
      <p class="composer-foot">
        <span id="question-help" class="composer-help">
          <Marked text={composer.keys} as="kbd" />
        </span>
        <span id="question-length" class={note?.over ? "over" : ""}>
          {note?.text ?? ""}
        </span>
      </p>
    </form>
  );
}

const growsByItself = CSS.supports("field-sizing", "content");

/** As tall as its text; the style sheet sets the limit. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || growsByItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
