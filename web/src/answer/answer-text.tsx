// An answer's text as formatted blocks; while it grows only what has changed is parsed and drawn again.
import { useMemo, useRef } from "preact/hooks";
import { memo } from "../memo.tsx";
import { words } from "../messages/messages.ts";
import { AnswerBlocks } from "./answer-blocks.ts";
import type { Block } from "./blocks.ts";
import { Blocks } from "./block-view.tsx";

/** How many blocks are compared as one, and laid out only where they can be seen (answer.css). */
const passageLength = 16;

export function AnswerText({ text, growing }: { text: string; growing: boolean }) {
  const parser = useMemo(() => new AnswerBlocks(), [words()]);
  const blocks = useMemo(() => parser.update(text, growing), [parser, text, growing]);
  const passages = usePassages(blocks);
  return (
    <div class="answer-text">
      {passages.map((passage, index) => (
        <Passage key={index} blocks={passage} growing={growing && index === passages.length - 1} />
      ))}
    </div>
  );
}

const Passage = memo(({ blocks, growing }: { blocks: readonly Block[]; growing: boolean }) => (
  <div class="passage">
    <Blocks blocks={blocks} growing={growing} />
  </div>
));

/** The blocks in passages. One whose blocks are the same as before is the same itself. */
function usePassages(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const before = useRef<readonly (readonly Block[])[]>([]);
  const passages: (readonly Block[])[] = [];
  for (let start = 0; start < blocks.length; start += passageLength) {
    const earlier = before.current[passages.length];
    const length = Math.min(passageLength, blocks.length - start);
    const same = earlier?.length === length && earlier.every((block, index) => block === blocks[start + index]);
    passages.push(same ? earlier : blocks.slice(start, start + length));
  }
  before.current = passages;
  return passages;
}
