// The balances in the header, and the dialog they open: every coin that moved.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Balances as Amounts } from "../contract.ts";
import { Balances } from "../coins/balances.tsx";
import { allCoins } from "../coins/phrases.ts";
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import { LineView } from "./line-view.tsx";
import { linesOf } from "./lines.ts";
import type { Receipts, ReceiptsState } from "./receipts.ts";

interface Props {
  readonly balances: Amounts;
  readonly receipts: Receipts;
  readonly onQuestion: (conversation: string, question: string) => void;
}

export function ReceiptsButton({ balances, receipts, onQuestion }: Props) {
  const told = words().receipts;
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const state = useStore(receipts.store);
  // What is inside is drawn only then; without this the focus would be on the whole dialog.
  useLayoutEffect(() => title.current?.focus(), [state.open]);
  const close = () => dialog.current?.close();

  function open() {
    dialog.current?.showModal();
    receipts.open();
  }

  return (
    <>
      <button
        type="button"
        class="balances-button"
        aria-haspopup="dialog"
        title={told.hint}
        onClick={open}
      >
        <span class="visually-hidden">{told.button(allCoins(balances))}</span>
        <Balances balances={balances} />
      </button>
      <dialog
        ref={dialog}
        class="receipts"
        aria-labelledby="receipts-title"
        onClose={() => receipts.close()}
        onClick={(event) => event.target === dialog.current && close()}
      >
        {state.open && (
          <div class="receipts-body">
            <div class="receipts-top">
              <h2 ref={title} id="receipts-title" tabIndex={-1}>{told.title}</h2>
              <button type="button" class="plain" onClick={close}>
                {words().page.close}
              </button>
            </div>
            <p class="receipts-now">
              <span class="visually-hidden">{told.youHave(allCoins(balances))}</span>
              <Balances balances={balances} />
            </p>
            <p class="receipts-about">{told.about}</p>
            <List
              state={state}
              receipts={receipts}
              onQuestion={(conversation, question) => {
                close();
                onQuestion(conversation, question);
              }}
            />
          </div>
        )}
      </dialog>
    </>
  );
}

function List({ state, receipts, onQuestion }: Omit<Props, "balances"> & { state: ReceiptsState }) {
  const told = words().receipts;
  const end = useRef<HTMLParagraphElement>(null);
  const asked = useRef(false);
  const lines = linesOf(state.receipts);
  const atEnd = state.next === null;
  // The button that was pressed goes away with the last page: the focus must not get lost with it.
  useLayoutEffect(() => {
    if (asked.current && atEnd) end.current?.focus();
    if (atEnd) asked.current = false;
  }, [atEnd]);

  return (
    <>
      {state.failed && (
        <div class="receipts-problem" role="alert">
          <p>
            <b>{told.failed}</b> {state.state === "shown" ? told.maybeOld : told.coinsAreSafe}
          </p>
          <button type="button" class="small" onClick={() => void receipts.refresh()}>
            {words().page.tryAgain}
          </button>
        </div>
      )}
      {state.state === "loading" && !state.failed && <p class="receipts-note">{told.reading}</p>}
      {state.state === "shown" && lines.length === 0 && (
        <p class="receipts-note">{told.none}</p>
      )}
      {lines.length > 0 && (
        <ol class="receipts-lines">
          {lines.map((line) => (
            <LineView key={line.key} line={line} onQuestion={onQuestion} />
          ))}
        </ol>
      )}
      {state.state === "shown" && !atEnd && (
        <button
          type="button"
          class="small receipts-more"
          aria-disabled={state.loadingMore}
          onClick={() => {
            asked.current = true;
            void receipts.more();
          }}
        >
          {state.loadingMore ? told.readingOlder : told.older}
        </button>
      )}
      {state.state === "shown" && atEnd && lines.length > 0 && (
        <p ref={end} tabIndex={-1} class="receipts-note">
          {told.end}
        </p>
      )}
      <p class="visually-hidden" role="status">
        {state.state === "shown" ? told.shown(lines.length) : ""}
      </p>
    </>
  );
}
