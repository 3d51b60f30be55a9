// Where a conversation gets another title, in the place of the old one.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { TargetedKeyboardEvent } from "preact";
import { Marked } from "../messages/marked.tsx";
import { words } from "../messages/messages.ts";
import type { Conversations, RenameProblem } from "./conversations.ts";

interface Props {
  readonly id: string;
  readonly title: string;
  readonly conversations: Conversations;
  /** It was renamed, or not; `byKey`: the focus is still here. */
  readonly onDone: (byKey: boolean) => void;
}

export function RenameField({ id, title, conversations, onDone }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(title);
  const [problem, setProblem] = useState<RenameProblem | null>(null);
  /** Being saved, or given up: the focus that goes with the field saves nothing then. */
  const busy = useRef(false);
  const help = useId();
  const told = words().history;

  // In the next frame: the menu that was chosen from gives the focus back to its button first.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  async function save(byKey: boolean) {
    if (busy.current) return;
    if (text.trim() === title) return onDone(byKey);
    busy.current = true;
    const refused = await conversations.rename(id, text);
    if (refused === null) return onDone(byKey);
    busy.current = false;
    setProblem(refused);
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    // Neither the list's keys nor the dialog's.
    event.stopPropagation();
    const composing = event.isComposing || event.keyCode === 229;
    if (composing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Enter") return void save(true);
    busy.current = true;
    onDone(true);
  }

  return (
    <div class="rename">
      <input
        ref={field}
        type="text"
        name="title"
        autocomplete="off"
        aria-label={told.newTitle}
        aria-describedby={help}
        aria-invalid={problem !== null}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => problem === null && void save(false)}
      />
      <p id={help} class={problem ? "rename-problem" : "rename-help"} role={problem ? "alert" : undefined}>
        {problem ? told.renameProblems[problem] : <Marked text={told.titleKeys} as="kbd" />}
      </p>
    </div>
  );
}
