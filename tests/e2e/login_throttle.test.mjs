// Guessing passwords is slowed down, per account and per address, with the time to wait.
import assert from "node:assert/strict";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

/** @param {import("node:test").TestContext} t @param {import("../harness/settings.mjs").Settings} settings */
async function labFor(t, settings) {
  const lab = await startLab(settings);
  t.after(() => lab.close());
  return lab;
}

/** @param {import("../harness/lab.mjs").Lab} lab @param {string} username @param {string} password */
const logIn = (lab, username, password = "a wrong guess") => lab.visitor().post("/auth/login", { username, password });

/** @param {Awaited<ReturnType<typeof logIn>>} answer */
function assertThrottled(answer) {
  assert.deepEqual([answer.status, answer.code], [429, "too_many_attempts"]);
  assert.match(answer.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
}

test("an account takes only so many guesses; others can still log in", async (t) => {
  const lab = await labFor(t, { loginAttemptsPerAccount: 3 });
  const [victim, other] = [await lab.student(), await lab.student()];
  for (let guess = 0; guess < 3; guess += 1) assert.equal((await logIn(lab, victim.username)).status, 401);
  assertThrottled(await logIn(lab, victim.username));
  assert.equal((await logIn(lab, other.username, other.password)).status, 200);
  assert.equal((await victim.http.get("/api/me")).status, 200, "who is in stays in");
});

test("a name that does not exist is treated the same", async (t) => {
  const lab = await labFor(t, { loginAttemptsPerAccount: 3 });
  for (let guess = 0; guess < 3; guess += 1) assert.equal((await logIn(lab, "nobody")).status, 401);
  assertThrottled(await logIn(lab, "nobody"));
});

test("guesses at once count too", async (t) => {
  const lab = await labFor(t, { loginAttemptsPerAccount: 3 });
  const victim = await lab.student();
  const answers = await Promise.all(Array.from({ length: 12 }, () => logIn(lab, victim.username)));
  assert.equal(answers.filter(({ status }) => status === 401).length, 3);
  assert.equal(answers.filter(({ status }) => status === 429).length, 9);
});

test("an address takes only so many guesses, whatever the names", async (t) => {
  const lab = await labFor(t, { loginAttemptsPerAddress: 4 });
  for (let guess = 0; guess < 4; guess += 1) assert.equal((await logIn(lab, `name${guess}`)).status, 401);
  assertThrottled(await logIn(lab, "one-more"));
});

test("an address takes only so many registrations", async (t) => {
  const lab = await labFor(t, { registrationsPerAddress: 2 });
  await lab.student();
  await lab.student();
  assertThrottled(await lab.visitor().post("/auth/register", { username: "third", password: "correct horse battery" }));
});

test("logging in with the right password is not limited to a few times", async (t) => {
  const lab = await labFor(t, { loginAttemptsPerAccount: 3 });
  const student = await lab.student();
  for (let time = 0; time < 6; time += 1) assert.equal((await logIn(lab, student.username, student.password)).status, 200);
});
