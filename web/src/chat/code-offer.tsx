// After code was pasted: the offer to put it in a code block.
import { useState } from "preact/hooks";
import type { RefObject } from "preact";
import { words } from "../messages/messages.ts";
import { asCodeBlock, looksLikeCode } from "./code-block.ts";
import { replaceText } from "./field-text.ts";

interface Pasted {
  readonly code: string;
  readonly at: number;
}

/** `onPaste` is the field's; `offer` is what to show, null while there is nothing to offer for `draft`. */
export function useCodeOffer(field: RefObject<HTMLTextAreaElement | null>, draft: string) {
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const block = pasted && asCodeBlock(draft, pasted.code, pasted.at);
  const { composer } = words();

  function onPaste(event: ClipboardEvent) {
    const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r\n?/g, "\n");
    setPasted(field.current && looksLikeCode(text) ? { code: text, at: field.current.selectionStart } : null);
  }

  function accept() {
    // It stays remembered: after an undo the offer is there again.
    if (field.current && block) replaceText(field.current, block.start, block.end, block.text);
  }

  const offer = (
    <div class="code-offer" role="status">
      {block && (
        <p>
          {composer.looksLikeCode}{" "}
          <button type="button" class="small" onClick={accept}>
            {composer.makeCodeBlock}
          </button>
        </p>
      )}
    </div>
  );
  return { onPaste, offer };
}
