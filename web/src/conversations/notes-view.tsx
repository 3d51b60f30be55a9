// What was deleted, with a way back. Nothing goes away while the pointer or the keyboard is at it.
import { useEffect, useRef } from "preact/hooks";
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import type { Conversations } from "./conversations.ts";
import type { Note } from "./notes.ts";

export function NotesView({ conversations }: { conversations: Conversations }) {
  const { notes } = conversations;
  const { notes: all } = useStore(notes.store);
  // What goes away with the pointer or the focus in it says nothing of that.
  useEffect(() => {
    if (all.length > 0) return;
    notes.release("pointer");
    notes.release("focus");
  }, [all.length === 0]);
  useEffect(() => () => {
    notes.release("pointer");
    notes.release("focus");
  }, [notes]);
  return (
    <div
      class="notes"
      role="region"
      aria-label={words().history.notes}
      hidden={all.length === 0}
      onMouseEnter={() => notes.hold("pointer")}
      onMouseLeave={() => notes.release("pointer")}
      onFocusIn={(event) => event.target instanceof Element && event.target.matches(":focus-visible") && notes.hold("focus")}
      onFocusOut={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || notes.release("focus")}
    >
      {all.map((note) => (
        <NoteView key={`${note.id} ${note.kind}`} note={note} conversations={conversations} />
      ))}
    </div>
  );
}

function NoteView({ note, conversations }: { note: Note; conversations: Conversations }) {
  const undo = useRef<HTMLButtonElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const told = words().history;
  const { kind, title } = note;
  const grave = kind !== "deleted" && kind !== "restoring";
  const id = `note-${note.id}`;
  // What was pressed is gone, or its menu is. In the next frame: the composer takes the focus when another conversation is shown.
  useEffect(() => {
    const frame = requestAnimationFrame(() => (undo.current ?? close.current)?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const undoes = kind === "deleted" || kind === "restoreFailed";
  return (
    <div class={grave ? "note grave" : "note"} role={grave ? "alert" : "status"}>
      <p id={id}>{told[kind](title)}</p>
      {undoes && (
        <button
          ref={undo}
          type="button"
          class="small"
          aria-describedby={id}
          onClick={() => void conversations.restore(note)}
        >
          {kind === "deleted" ? told.undo : words().page.tryAgain}
        </button>
      )}
      {kind !== "restoring" && (
        <button
          ref={close}
          type="button"
          class="plain note-close"
          aria-describedby={id}
          onClick={() => conversations.notes.dismiss(note.id)}
        >
          {words().page.close}
        </button>
      )}
    </div>
  );
}
