// Formulas, drawn by KaTeX as MathML, which browsers lay out themselves. KaTeX's own HTML needs style attributes, which the
// page's Content-Security-Policy forbids.
import type { KatexOptions } from "katex";
import { type Delimiters, delimitersOf } from "./formula-syntax.ts";
import { OnDemand } from "../on-demand.ts";
import { formulaFragment } from "./sanitize.ts";

const longest = 5000; // characters; a formula that a person can read is far shorter
const keptDrawings = 500;

type Render = typeof import("katex").default.renderToString;

const katex = new OnDemand(async () => (await import("katex")).default);
const drawings = new Map<string, DocumentFragment | null>();

const options: KatexOptions = {
  output: "mathml",
  throwOnError: true,
  strict: "ignore",
  // No links, classes, pictures or HTML by commands.
  trust: false,
  maxSize: 10,
  maxExpand: 500,
};

/** Null when it is none that KaTeX understands. */
function drawn(source: string, display: boolean, render: Render): DocumentFragment | null {
  const key = `${display ? 1 : 0}${source}`;
  let drawing = drawings.get(key);
  if (drawing === undefined) {
    if (drawings.size >= keptDrawings) drawings.clear();
    drawing = attempt(source, display, render);
    drawings.set(key, drawing);
  }
  return drawing && (drawing.cloneNode(true) as DocumentFragment);
}

function attempt(source: string, display: boolean, render: Render): DocumentFragment | null {
  if (source.length > longest) return null;
  try {
    return formulaFragment(render(source, { ...options, displayMode: display }));
  } catch {
    return null;
  }
}

/** Draws the formula into its element, now if that is possible, else as soon as KaTeX is there. */
export function drawFormula(element: Element, source: string, { open, close, display }: Delimiters): void {
  const draw = () => {
    const part = katex.part;
    const drawing = part ? drawn(source, display, part.renderToString) : null;
    element.classList.toggle("display", display);
    element.classList.toggle("source", part !== null && drawing === null);
    if (drawing) element.replaceChildren(drawing);
    else element.textContent = open + source + close;
  };
  draw();
  if (!katex.part) void katex.wanted().then((part) => part && element.isConnected && draw());
}

/** The formulas within lines, as markdown.ts marks them. */
export function drawFormulasIn(root: ParentNode): void {
  for (const element of root.querySelectorAll("span.formula")) {
    const name = element.classList.item(1) ?? "";
    drawFormula(element, element.textContent ?? "", delimitersOf(name));
  }
}
