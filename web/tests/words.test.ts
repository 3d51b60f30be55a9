// Every code has words that help and that say what happened to the coin.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signInWords, whenToRetry } from "../src/account/sign-in-words.ts";
import { endingWords, spokenEnding } from "../src/answer/endings.ts";
import { lengthNote } from "../src/chat/length-note.ts";
import { lineWords } from "../src/chat/line-words.ts";
import { refusalWords } from "../src/chat/refusals.ts";
import { accepted, askedTurn } from "../src/chat/turns.ts";
import { errorCodes } from "../src/contract.ts";
import { Failure } from "../src/http.ts";

const balances = { gold: 0, silver: 3, copper: 1 };

test("every refusal has its own words, and says that no coin was spent", () => {
  const titles = new Set<string>();
  for (const code of [...errorCodes, "something_new"]) {
    const { title, detail } = refusalWords({ code, message: "the server's words", coin: "gold", balances });
    titles.add(title);
    assert.match(detail, /No coin was spent/, code);
    assert.doesNotMatch(title + detail, new RegExp(code), "codes are for programs");
  }
  assert.equal(titles.size, errorCodes.length + 1);
});

test("low coins name the tier and what is left elsewhere", () => {
  const low = refusalWords({ code: "low_coins", message: "", coin: "gold", balances });
  assert.equal(low.title, "You have no gold coins left.");
  assert.match(low.detail, /3 silver coins and 1 copper coin:/);
  const none = refusalWords({ code: "low_coins", message: "", coin: "gold", balances: { gold: 0, silver: 0, copper: 0 } });
  assert.match(none.detail, /instructor/);
});

test("an invalid message and an unknown code repeat the server's own words as a sentence", () => {
  for (const code of ["invalid_message", "something_new"]) {
    assert.match(refusalWords({ code, message: "the text is empty", coin: "gold", balances }).detail, /^The text is empty\. /);
  }
});

test("an answer that came to its end needs no words; every other ending tells about the coin", () => {
  assert.equal(endingWords({ reason: "stop", charged: true }, "gold", true), null);
  assert.match(endingWords({ reason: "length", charged: true }, "gold", true)?.title ?? "", /length limit/);
  assert.match(endingWords({ reason: "stopped", charged: true }, "gold", true)?.detail ?? "", /stays spent/);
  assert.match(endingWords({ reason: "stopped", charged: false }, "gold", false)?.title ?? "", /gold coin came back/);
  for (const reason of errorCodes) {
    const refunded = endingWords({ reason, charged: false }, "copper", true);
    assert.equal(refunded?.title, "Your copper coin came back.");
    assert.match(refunded?.detail ?? "", /kept above/);
    if (reason === "interrupted") continue;
    assert.match(endingWords({ reason, charged: true }, "copper", false)?.detail ?? "", /copper coin stays spent/);
  }
  assert.equal(endingWords({ reason: "interrupted", charged: true }, "gold", true)?.title, "Your gold coin comes back by itself.");
  assert.match(endingWords({ reason: "not_found", charged: true }, "gold", true)?.detail ?? "", /receipts/);
});

test("a screen reader hears one sentence for the end", () => {
  assert.equal(spokenEnding({ reason: "stop", charged: true }, "gold", "three short words\n"), "The answer is finished: 3 words.");
  assert.match(spokenEnding({ reason: "length", charged: true }, "gold", "text"), /^Cut at the length limit\./);
});

test("sign-in words", () => {
  const now = new Date("2024-05-06T12:00:00Z");
  const words = (status: number, code: string, message = "", retry: string | null = null) =>
    signInWords(new Failure(status, code, message, retry), now);
  assert.match(words(401, "bad_credentials"), /do not go together/);
  assert.match(words(409, "username_taken"), /already uses/);
  assert.equal(words(422, "weak_password", "At least 8 characters."), "At least 8 characters.");
  assert.equal(words(429, "too_many_attempts", "", "30"), "Too many attempts. Try again in 30 seconds.");
  assert.match(words(503, "http_503"), /in a minute/);
  assert.match(words(0, "unreachable"), /cannot be reached/);
  assert.match(signInWords(new TypeError("bug"), now), /Reload/);
});

test("Retry-After as seconds, as a date, and missing", () => {
  const now = new Date("2024-05-06T12:00:00Z");
  assert.equal(whenToRetry("1", now), "Try again in 1 second.");
  assert.match(whenToRetry("120", now), /^Try again in 2 minutes, at .*02/);
  assert.match(whenToRetry("Mon, 06 May 2024 12:00:40 GMT", now), /in 40 seconds/);
  assert.match(whenToRetry("Mon, 06 May 2024 11:00:00 GMT", now), /in 1 second\./);
  assert.match(whenToRetry(null, now), /few minutes/);
  assert.match(whenToRetry("soon", now), /few minutes/);
});

test("the counter is silent until the last tenth", () => {
  assert.equal(lengthNote(3599, 4000), null);
  assert.deepEqual(lengthNote(3600, 4000), { text: "400 characters left", over: false });
  assert.deepEqual(lengthNote(4000, 4000), { text: "0 characters left", over: false });
  assert.deepEqual(lengthNote(4001, 4000), { text: "1 character too long", over: true });
});

test("a lost line says what becomes of the answer or the question", () => {
  const asked = askedTurn({ id: "q", content: "Why?", selected_coin: "gold" });
  assert.equal(lineWords("up", [asked]), "");
  assert.equal(lineWords("connecting", []), "");
  assert.match(lineWords("down", [accepted(asked)]), /your answer continues when the line is back/);
  assert.match(lineWords("down", [asked]), /your question is sent when the line is back/);
  assert.match(lineWords("down", []), /^Reconnecting…/);
});
