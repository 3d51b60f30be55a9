// Which language the page speaks, and that every language has all that English has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenLanguage, english, type Language, languageNames, languages, localeOf, type Messages } from "../src/messages/messages.ts";
import { grammarOf } from "../src/messages/grammar.ts";

test("the kept language, else the first wanted one that is here, else English", () => {
  assert.equal(chosenLanguage("de", ["en-GB"]), "de");
  assert.equal(chosenLanguage("en", ["de"]), "en");
  assert.equal(chosenLanguage(null, ["de-AT", "en"]), "de");
  assert.equal(chosenLanguage(null, ["fr", "DE", "en"]), "de");
  assert.equal(chosenLanguage(null, ["fr-CA", "pt"]), "en");
  assert.equal(chosenLanguage(null, []), "en");
  assert.equal(chosenLanguage("klingon", ["de"]), "de");
  assert.equal(chosenLanguage("toString", ["den"]), "en");
});

test("dates are written as in the visitor's own country, where it speaks the language", () => {
  assert.equal(localeOf("en", ["de-AT", "en-GB"]), "en-GB");
  assert.equal(localeOf("de", ["de-AT", "de"]), "de-AT");
  assert.equal(localeOf("de", ["en-GB"]), "de");
  assert.equal(localeOf("en", ["en-US@posix"]), "en", "a tag that Intl would not take");
});

test("plural forms and numbers are the language's own", () => {
  const { plural, number } = grammarOf("en");
  assert.deepEqual([0, 1, 2, 1234].map((count) => plural(count, { one: "# coin", other: "# coins" })), [
    "0 coins", "1 coin", "2 coins", "1,234 coins",
  ]);
  assert.equal(number(1234567), "1,234,567");
  assert.equal(grammarOf("de").number(1234567), "1.234.567");
  const polish = grammarOf("pl");
  assert.deepEqual([1, 3, 5].map((count) => polish.plural(count, { one: "# moneta", few: "# monety", many: "# monet", other: "# monety" })), [
    "1 moneta", "3 monety", "5 monet",
  ]);
});

/** What the functions among the messages are tried with, by the name of the parameter. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  tier: ["gold", "silver", "copper"],
  parts: [["A", "B"], ["A"]],
  ...Object.fromEntries(["count", "value", "words", "seconds", "minutes", "id"].map((name) => [name, [0, 1, 2, 1234]])),
  ...Object.fromEntries(["retry", "time", "rest", "said", "name", "all", "kept", "why", "title", "left", "explanation", "browser", "system", "searched", "start"].map((name) => [name, ["…"]])),
};

function parametersOf(message: (...args: never[]) => string): string[] {
  const list = /^\(([^)]*)\)\s*=>|^(\w+)\s*=>/.exec(String(message));
  return (list?.[1] ?? list?.[2] ?? "").split(",").map((name) => name.trim()).filter(Boolean);
}

/** Every text by its path; a function is there with its results. */
function textsOf(messages: object, parametersFrom: object = messages, path = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(messages)) {
    const here = path === "" ? name : `${path}.${name}`;
    const model = (parametersFrom as Record<string, unknown>)[name];
    if (typeof value === "string") texts.set(here, value);
    else if (typeof value === "object") for (const [key, text] of textsOf(value, model as object, here)) texts.set(key, text);
    else {
      let calls: unknown[][] = [[]];
      for (const parameter of parametersOf(model as () => string)) {
        const values = samples[parameter];
        assert.ok(values, `${here}: give the parameter ${parameter} samples in this test`);
        calls = calls.flatMap((call) => values.map((sample) => [...call, sample]));
      }
      for (const call of calls) texts.set(`${here}(${call.join()})`, value(...call));
    }
  }
  return texts;
}

const messagesIn = async (language: Language): Promise<Messages> => (await languages[language].load())(grammarOf(language));

/** What is the same in English on purpose: names, and words that both languages have. */
const sameAsEnglish: Readonly<Partial<Record<Language, readonly RegExp[]>>> = {
  de: [/^page\.title$/, /^coins\.names\.gold$/, /^coins\.number\((0|1|2)\)$/, /^coins\.and\(A\)$/, /^answer\.code$/, /^turn\.ofQuestion\(/, /^keyboard\.keys\.(enter|escape|alt|option)$/, /^receipts\.entry\(/],
};

for (const language of languageNames) {
  test(`${language}: every message is there and says something`, async () => {
    const reference = textsOf(english);
    const texts = textsOf(await messagesIn(language), english);
    assert.ok(reference.size > 150);
    assert.deepEqual([...texts.keys()], [...reference.keys()], "in the order of en.ts");
    for (const [path, text] of texts) {
      assert.equal(typeof text, "string", path);
      assert.match(text, /\S/, path);
      assert.doesNotMatch(text, /undefined|NaN|\[object|#/, path);
      assert.equal(text.split("`").length, reference.get(path)?.split("`").length, `${path}: as many marked parts`);
      assert.deepEqual([/^\s/.test(text), /\s$/.test(text)], [/^\s/.test(reference.get(path) ?? ""), /\s$/.test(reference.get(path) ?? "")], `${path}: spaces around it`);
    }
  });

  if (language === "en") continue;
  test(`${language}: no English is left`, async () => {
    const reference = textsOf(english);
    const texts = textsOf(await messagesIn(language), english);
    const allowed = sameAsEnglish[language] ?? [];
    const same = [...texts].filter(([path, text]) => text === reference.get(path)).map(([path]) => path);
    assert.deepEqual(same.filter((path) => !allowed.some((pattern) => pattern.test(path))), []);
    for (const pattern of allowed) assert.ok(same.some((path) => pattern.test(path)), `${pattern} is no exception any more`);
  });
}
