// An answer's text as formatted blocks; while it grows only the last block is drawn again.
import { useMemo } from "preact/hooks";
import { words } from "../messages/messages.ts";
import { copyCode } from "./copy-code.ts";
import { renderBlocks } from "./markdown.ts";
import { sanitize } from "./sanitize.ts";

function Block({ html }: { html: string }) {
  return useMemo(() => <div class="block" dangerouslySetInnerHTML={{ __html: sanitize(html) }} />, [html]);
}

export function AnswerText({ text }: { text: string }) {
  const blocks = useMemo(() => renderBlocks(text), [text, words()]);
  return (
    <div class="answer-text" onClick={copyCode}>
      {blocks.map((html, index) => (
        <Block key={index} html={html} />
      ))}
    </div>
  );
}
