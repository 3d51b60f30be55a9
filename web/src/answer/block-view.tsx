// A block on the page. Blocks that did not change are not drawn again.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";
import { memo } from "../memo.tsx";
import type { Block, Cell } from "./blocks.ts";
import { CodeBlock } from "./code-block.tsx";
import { drawFormula, drawFormulasIn } from "./formula.ts";
import { delimitersOf } from "./formula-syntax.ts";
import { patch } from "./patch.ts";
import { linesFragment } from "./sanitize.ts";

export function Blocks({ blocks, growing }: { blocks: readonly Block[]; growing: boolean }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} growing={growing && index === blocks.length - 1} />
      ))}
    </>
  );
}

/** `growing`: it is the last one of an answer that is still being written. */
const BlockView = memo(({ block, growing }: { block: Block; growing: boolean }) => {
  switch (block.kind) {
    case "lines":
      return <Lines tag={block.tag} html={block.html} />;
    case "holder": {
      const Tag = block.tag;
      const inside = <Blocks blocks={block.blocks} growing={growing} />;
      return block.start === null ? <Tag>{inside}</Tag> : <ol start={block.start}>{inside}</ol>;
    }
    case "code":
      return <CodeBlock language={block.language} code={block.code} whole={block.closed || !growing} />;
    case "formula":
      return <Formula source={block.source} markup={block.markup} pending={growing && !block.closed} />;
    case "table":
      return <Table head={block.head} rows={block.rows} />;
    case "rule":
      return <hr />;
  }
});

type LinesTag = "p" | "div" | "h3" | "h4" | "h5" | "h6" | "th" | "td";

function Lines({ tag, html, side = "" }: { tag: LinesTag; html: string; side?: string }) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const lines = linesFragment(html);
    drawFormulasIn(lines);
    if (element.current) patch(element.current, lines);
  }, [html, tag]);
  return <LinesPlace tag={tag} side={side} place={element} />;
}

/** The inside is not Preact's: it is put there by patch(). */
const LinesPlace = memo(({ tag: Tag, side, place }: { tag: LinesTag; side: string; place: RefObject<HTMLElement | null> }) => (
  <Tag ref={place as never} {...(side ? { class: side } : {})} />
));

function Table({ head, rows }: { head: readonly Cell[]; rows: readonly (readonly Cell[])[] }) {
  return (
    <div class="table" tabIndex={0}>
      <table>
        <thead>
          <Row tag="th" cells={head} />
        </thead>
        {rows.length > 0 && (
          <tbody>
            {rows.map((cells, index) => (
              <Row key={index} tag="td" cells={cells} />
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
}

function Row({ tag, cells }: { tag: "th" | "td"; cells: readonly Cell[] }) {
  return (
    <tr>
      {cells.map(({ align, html }, index) => (
        <Lines key={index} tag={tag} html={html} side={align ? `align-${align}` : ""} />
      ))}
    </tr>
  );
}

function Formula({ source, markup, pending }: { source: string; markup: string; pending: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!element.current) return;
    if (pending) element.current.replaceChildren();
    else drawFormula(element.current, source, delimitersOf(markup));
  }, [source, markup, pending]);
  return <FormulaPlace pending={pending} place={element} />;
}

/** The inside is not Preact's: it is put there by drawFormula(). */
const FormulaPlace = memo(({ pending, place }: { pending: boolean; place: RefObject<HTMLDivElement | null> }) => (
  <div ref={place} class={pending ? "formula pending" : "formula"} tabIndex={0} />
));
