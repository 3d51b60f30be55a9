// A code block: its language, a button that copies it, and the code in colours if the language is known.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../messages/messages.ts";
import { CodePainter } from "./code-painter.ts";
import { copied } from "./copy-code.ts";
import { languageNamed } from "./languages.ts";

const shownFor = 2000; // milliseconds

/** `whole`: nothing more is coming. */
export function CodeBlock({ language, code, whole }: { language: string; code: string; whole: boolean }) {
  const element = useRef<HTMLElement>(null);
  const painter = useRef<CodePainter>(undefined);
  const known = languageNamed(language);
  useLayoutEffect(() => {
    if (!element.current) return;
    painter.current ??= new CodePainter(element.current);
    painter.current.show(code, known?.grammar, whole);
  }, [code, known, whole]);
  return (
    <figure class="code">
      <figcaption>
        <span>{known?.name ?? (language || words().answer.code)}</span>
        <CopyButton code={element} />
      </figcaption>
      <pre tabIndex={0}>
        <code ref={element} />
      </pre>
    </figure>
  );
}

function CopyButton({ code }: { code: { readonly current: HTMLElement | null } }) {
  const [outcome, setOutcome] = useState<"copied" | "byHand" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), shownFor);
    return () => clearTimeout(timer);
  }, [outcome]);
  const text = words().answer;
  const copy = async () => {
    if (code.current) setOutcome((await copied(code.current)) ? "copied" : "byHand");
  };
  return (
    <button type="button" class="copy" aria-live="polite" onClick={copy}>
      {outcome === null ? text.copy : outcome === "copied" ? text.copied : text.copyByHand}
    </button>
  );
}
