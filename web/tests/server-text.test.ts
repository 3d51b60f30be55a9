// What the server says in English is translated, unless somebody has put it otherwise.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import type { Receipt } from "../src/contract.ts";
import { de } from "../src/messages/de.ts";
import { grammarOf } from "../src/messages/grammar.ts";
import { english, spoken } from "../src/messages/messages.ts";
import { explanationOf, modeOf, refusalSaid, summaryOf } from "../src/messages/server-text.ts";

const german = de(grammarOf("de"));
before(() => spoken.set({ language: "de", locale: "de", words: german }));

const receipt = (rule: string, explanation: string) => ({ rule, explanation }) as Receipt;

test("a tier's mode and summary, where the operator has left them", () => {
  const { modes, summaries } = english.server;
  assert.equal(modeOf({ name: "silver", mode: modes.silver, summary: "" }), german.server.modes.silver);
  assert.equal(summaryOf({ name: "gold", mode: "", summary: summaries.gold }), german.server.summaries.gold);
  assert.equal(modeOf({ name: "silver", mode: "a nudge", summary: "" }), "a nudge");
  assert.equal(summaryOf({ name: "gold", mode: "", summary: summaries.silver }), summaries.silver, "that of another tier");
});

test("a receipt's explanation by its rule, with what an administrator wrote left alone", () => {
  const { rules, reasonGiven } = english.server;
  assert.equal(explanationOf(receipt("complete", rules.complete)), german.server.rules.complete);
  assert.equal(
    explanationOf(receipt("gift", `${rules.gift} ${reasonGiven} Well done. ${reasonGiven} again`)),
    `${german.server.rules.gift} ${german.server.reasonGiven} Well done. ${reasonGiven} again`,
  );
  assert.equal(explanationOf(receipt("complete", "Another sentence.")), "Another sentence.");
  assert.equal(explanationOf(receipt("a_new_rule", "A new sentence.")), "A new sentence.");
  assert.equal(explanationOf(receipt("constructor", "A new sentence.")), "A new sentence.");
});

test("a refusal's sentence, where it is known", () => {
  assert.equal(refusalSaid(english.server.refusals.passwordLength), german.server.refusals.passwordLength);
  assert.equal(refusalSaid("Something new."), "Something new.");
});

/** The string literals of a C++ file, with those that follow each other joined. */
function literalsOf(path: string): string[] {
  const source = readFileSync(new URL(`../../app/${path}`, import.meta.url), "utf8");
  const texts = source.matchAll(/"(?:[^"\\\n]|\\.)*"(?:\s+"(?:[^"\\\n]|\\.)*")*/g);
  return [...texts].map(([text]) => text.slice(1, -1).replace(/"\s+"/g, ""));
}

test("these are the server's sentences to the letter, and all of them where the page has one for each", () => {
  const { modes, summaries, rules, reasonGiven, refusals } = english.server;
  const ledger = literalsOf("coins/src/rule.cpp");
  for (const [rule, sentence] of Object.entries(rules)) assert.equal(ledger[ledger.indexOf(rule) + 1], sentence, rule);
  assert.equal(ledger.filter((text) => text.endsWith(".")).length, Object.keys(rules).length);
  const tiers = literalsOf("tutor/src/tiers.cpp");
  for (const text of [...Object.values(modes), ...Object.values(summaries)]) assert.ok(tiers.includes(text), text);
  assert.ok(literalsOf("chat/src/receipts.cpp").includes(` ${reasonGiven} `));
  const said = ["accounts/src/account.cpp", "chat/src/message.cpp", "tutor/src/records.cpp"].flatMap(literalsOf);
  for (const text of Object.values(refusals)) assert.ok(said.includes(text), text);
});
