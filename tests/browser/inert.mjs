// Whether an answer on the page is nothing but formatted text.

const kMath = (
  "math semantics mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle " +
  "mpadded mphantom menclose mmultiscripts mprescripts"
).split(" ");

const kMathAttributes = (
  "display displaystyle scriptlevel mathvariant stretchy fence separator lspace rspace accent accentunder linethickness minsize " +
  "maxsize width height depth voffset notation form symmetric largeop movablelimits"
).split(" ");

/** What each element of an answer may have. @type {Record<string, string[]>} */
const kAllowed = {
  p: [], br: [], hr: [], strong: [], em: [], s: [], blockquote: [], ul: [], ol: ["start"], li: [], code: [], h3: [], h4: [], h5: [], h6: [],
  table: [], thead: [], tbody: [], tr: [], th: ["class"], td: ["class"], figure: ["class"], figcaption: [], pre: ["tabindex"],
  button: ["type", "class", "aria-live"], div: ["class", "tabindex"], span: ["class"], a: ["href", "title", "target", "rel", "class"],
  ...Object.fromEntries(kMath.map((name) => [name, [...kMathAttributes, "class"]])),
};

/** Classes that only the page's own parts have, so that an answer cannot look like one. */
const kClasses = /^(?:external|host|visually-hidden|formula|dollars?|round|square|display|source|pending|code|copy|passage|table|align-(?:left|right|center)|hljs-[\w-]+|language-\w+|\w+_)$/;

/** Every part of the shown answers that should not be there. @param {import("./desk.mjs").Desk} desk @returns {Promise<string[]>} */
export function strangeParts(desk) {
  return desk.page.evaluate(
    ({ allowed, classes }) => {
      const known = new RegExp(classes);
      /** @type {string[]} */
      const strange = [];
      for (const element of document.querySelectorAll(".answer-text *")) {
        const rules = allowed[element.localName];
        if (!rules) strange.push(`<${element.localName}>`);
        for (const { name, value } of element.attributes) {
          if (!rules?.includes(name)) strange.push(`${element.localName} ${name}=${value}`);
          if (name === "href" && !/^(https?:\/\/|mailto:)/.test(value)) strange.push(`href=${value}`);
          if (name === "class") strange.push(...value.split(" ").filter((each) => !known.test(each)).map((each) => `class ${each}`));
        }
        if (element.localName === "a") {
          const { target, rel } = /** @type {HTMLAnchorElement} */ (element);
          if (target !== "_blank" || rel !== "noopener noreferrer") strange.push(`a link with target=${target} rel=${rel}`);
        }
      }
      return strange;
    },
    { allowed: kAllowed, classes: kClasses.source },
  );
}
