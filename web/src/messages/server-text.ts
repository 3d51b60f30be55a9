// What the server says in English, in the language of the page. What an operator has changed stays as it came, and so does
// a sentence that is not known here.
import type { Receipt, Tier } from "../contract.ts";
import { english, words } from "./messages.ts";

type Texts = Readonly<Record<string, string>>;

const of = (texts: Texts, key: string): string | undefined => (Object.hasOwn(texts, key) ? texts[key] : undefined);

function translated(text: string, key: string, defaults: Texts, translations: Texts): string {
  return of(defaults, key) === text ? (of(translations, key) ?? text) : text;
}

export function modeOf({ name, mode }: Tier): string {
  return translated(mode, name, english.server.modes, words().server.modes);
}

export function summaryOf({ name, summary }: Tier): string {
  return translated(summary, name, english.server.summaries, words().server.summaries);
}

/** The sentence of its rule, which an administrator's own reason may follow. */
export function explanationOf({ rule, explanation }: Receipt): string {
  const { rules, reasonGiven } = english.server;
  const between = ` ${reasonGiven} `;
  const end = explanation.indexOf(between);
  const told = (sentence: string) => translated(sentence, rule, rules, words().server.rules);
  if (end < 0) return told(explanation);
  return `${told(explanation.slice(0, end))} ${words().server.reasonGiven} ${explanation.slice(end + between.length)}`;
}

/** Why an account or a question was refused. */
export function refusalSaid(text: string): string {
  const { refusals } = english.server;
  const key = Object.keys(refusals).find((name) => of(refusals, name) === text);
  return key === undefined ? text : translated(text, key, refusals, words().server.refusals);
}
