// Finds in a chat request which scenario it wants: `[[upstream: name key=value ...]]` inside the last user message.
// The choice travels with the question, so tests that run at the same time against one server cannot disturb each other.
import { textOf } from "./chat_wire.mjs";

const kDirective = /\[\[upstream:\s*([\w-]+)((?:\s+\w+=[^\s\]]+)*)\s*\]\]/u;

/**
 * @typedef {object} Directive
 * @property {string} scenario "default" if the message has no directive
 * @property {Params} params
 * @property {string} question the message without the directive
 */

/** The parameters of a directive, read with their defaults. */
export class Params {
  /** @param {Record<string, string>} values */
  constructor(values) {
    this.values = values;
  }

  /** @param {string} name @param {number} otherwise */
  number(name, otherwise) {
    const value = this.values[name];
    if (value === undefined) return otherwise;
    if (!Number.isFinite(Number(value))) throw new BadDirective(`${name} is not a number: ${value}`);
    return Number(value);
  }

  /** @template {string | undefined} T @param {string} name @param {T} otherwise */
  text(name, otherwise) {
    return this.values[name] ?? otherwise;
  }
}

/** A directive that makes no sense: a mistake in a test. */
export class BadDirective extends Error {}

/** @param {{role: string, content: unknown}[]} messages @returns {Directive} */
export function readDirective(messages) {
  const last = messages.findLast((message) => message.role === "user");
  const text = last ? textOf(last) : "";
  const match = kDirective.exec(text);
  if (!match) {
    // A directive with a slip in it must not pass as an ordinary question.
    if (text.includes("[[upstream")) throw new BadDirective(`cannot read the directive in: ${text.slice(0, 200)}`);
    return { scenario: "default", params: new Params({}), question: text };
  }
  const pairs = match[2].trim().split(/\s+/).filter(Boolean);
  return {
    scenario: match[1],
    params: new Params(Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)))),
    question: text.replace(match[0], "").trim(),
  };
}
