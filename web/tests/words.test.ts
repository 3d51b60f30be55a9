// Every code has words that help and that say what happened to the coin.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signInWords, whenToRetry } from "../src/account/sign-in-words.ts";
import { endingWords, spokenEnding } from "../src/answer/endings.ts";
import { noneLeft } from "../src/coins/phrases.ts";
import { inWords } from "../src/chat/duration-words.ts";
import { lengthNote } from "../src/chat/length-note.ts";
import { lineWords } from "../src/chat/line-words.ts";
import { type Refusal, refusalWords, retryTime } from "../src/chat/refusals.ts";
import { accepted, askedTurn } from "../src/chat/turns.ts";
import { errorCodes } from "../src/contract.ts";
import { Failure } from "../src/http.ts";

const balances = { gold: 0, silver: 3, copper: 1 };

const refused = (code: string, more: Partial<Refusal> = {}): Refusal => ({
  code,
  message: "the server's words",
  content: "Why?",
  coin: "gold",
  balances,
  kept: "box",
  retryAt: null,
  ...more,
});

test("every refusal has its own words, and says that no coin was spent", () => {
  const titles = new Set<string>();
  for (const code of [...errorCodes, "something_new"]) {
    const { title, detail } = refusalWords(refused(code));
    titles.add(title);
    assert.match(detail, /No coin was spent/, code);
    assert.doesNotMatch(title + detail, new RegExp(code), "codes are for programs");
  }
  assert.equal(titles.size, errorCodes.length + 1);
});

test("low coins name the tier and what is left elsewhere", () => {
  const low = refusalWords(refused("low_coins"));
  assert.equal(low.title, "You have no gold coins left.");
  assert.match(low.detail, /3 silver coins and 1 copper coin:/);
  const nothing = { gold: 0, silver: 0, copper: 0 };
  assert.match(refusalWords(refused("low_coins", { balances: nothing })).detail, /used up, too\. Your instructor/);
  assert.match(refusalWords(refused("low_coins"), "New coins come every Monday.").detail, /New coins come every Monday\. No coin was spent/);
});

test("an invalid message and an unknown code repeat the server's own words as a sentence", () => {
  for (const code of ["invalid_message", "something_new"]) {
    assert.match(refusalWords(refused(code, { message: "the text is empty" })).detail, /^The text is empty\. /);
  }
});

test("a refusal says where the text is now, and leaves the waiting to the countdown where there is one", () => {
  assert.match(refusalWords(refused("busy")).detail, /^Wait until .* your text is back in the box\.$/);
  assert.equal(refusalWords(refused("rate_limited", { retryAt: 1, kept: "above" })).detail, "No coin was spent, and your question is still above.");
  assert.match(refusalWords(refused("busy", { kept: "elsewhere" })).detail, /kept in the conversation where you wrote it/);
});

test("when to ask again is the server's word, within reason", () => {
  assert.equal(retryTime(7, 1000), 8000);
  assert.equal(retryTime(0.2, 0), 1000);
  assert.equal(retryTime(1e9, 0), 3_600_000);
  for (const none of [undefined, null, "7", 0, -1, Number.NaN]) assert.equal(retryTime(none, 0), null, String(none));
});

test("a coin of which none is left says what is, and when more come", () => {
  assert.equal(noneLeft(balances, "silver", ""), null);
  assert.equal(
    noneLeft(balances, "gold", ""),
    "No gold coins left. You still have 3 silver coins and 1 copper coin. Your instructor can give you more.",
  );
  assert.match(noneLeft({ gold: 0, silver: 0, copper: 0 }, "gold", " New coins come every Monday. ") ?? "", /used up, too\. New coins come every Monday\.$/);
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
  assert.equal(lineWords("up", [asked], false), "");
  assert.equal(lineWords("connecting", [], false), "");
  assert.match(lineWords("up", [asked], true), /^Checking whether your question arrived/);
  assert.match(lineWords("down", [accepted(asked)], true), /your answer continues when the line is back/);
  assert.match(lineWords("down", [asked], false), /your question is sent when the line is back/);
  assert.match(lineWords("down", [], false), /^Reconnecting…/);
});

test("how long something takes is said in seconds, then in whole minutes", () => {
  assert.deepEqual([1, 55, 60, 119, 125].map(inWords), ["1 second", "55 seconds", "1 minute", "1 minute", "2 minutes"]);
});
