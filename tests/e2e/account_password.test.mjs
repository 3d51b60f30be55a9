// A new password: who has the old one, or a session of before, has nothing any more.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const kNew = "a much better horse";

const lab = await startLab();
after(() => lab.close());

/** @param {import("../harness/http_client.mjs").HttpClient} http @param {unknown} current @param {unknown} next */
const change = (http, current, next = kNew) => http.post("/api/account/password", { current_password: current, new_password: next });

/** @param {import("../harness/lab.mjs").Lab} its @param {string} username @param {string} password */
async function logIn(its, username, password) {
  const visitor = its.visitor();
  return { visitor, answer: await visitor.post("/auth/login", { username, password }) };
}

test("the old password is refused from now on, the new one taken", async () => {
  const student = await lab.student();
  assert.equal((await change(student.http, student.password)).status, 204);
  assert.equal((await logIn(lab, student.username, student.password)).answer.code, "bad_credentials");
  assert.equal((await logIn(lab, student.username, kNew)).answer.status, 200);
});

test("this session stays, under a cookie that is new; a copy of the old one is worth nothing", async () => {
  const student = await lab.student();
  const stolen = student.http.cookie;
  const [mine, thiefs] = [await student.open(), await lab.open({ cookie: stolen })];
  assert.equal((await change(student.http, student.password)).status, 204);
  assert.notEqual(student.http.cookie, stolen);
  assert.equal((await student.http.get("/api/me")).json.username, student.username);
  assert.equal((await lab.visitor().send("GET", "/api/me", { headers: { cookie: stolen } })).code, "not_logged_in");
  // Nobody can tell the two sockets apart: both go, and the owner's page comes back with the new cookie.
  await Promise.all([mine.disconnected, thiefs.disconnected]);
  assert.equal((await (await student.open()).ask("Still me?")).event, "done");
  const back = await lab.open({ cookie: stolen });
  assert.equal((await back.refusal({ type: "message", content: "And I?", selected_coin: "gold" })).code, "not_logged_in");
});

test("every other session ends, with its sockets", async () => {
  const student = await lab.student();
  const { visitor: phone } = await logIn(lab, student.username, student.password);
  const tab = await lab.open({ cookie: phone.cookie });
  assert.equal((await change(student.http, student.password)).status, 204);
  await tab.disconnected;
  assert.equal((await phone.get("/api/me")).code, "not_logged_in");
  assert.equal((await student.http.get("/api/account/sessions")).json.sessions.length, 1);
});

describe("is refused, and nothing changes:", () => {
  for (const [what, status, code, body] of /** @type {[string, number, string, unknown][]} */ ([
    ["with a wrong present password", 403, "wrong_password", { current_password: "a wrong horse", new_password: kNew }],
    ["when the new one is too short", 422, "weak_password", { current_password: "correct horse battery", new_password: "short" }],
    ["when the new one is guessed first", 422, "weak_password", { current_password: "correct horse battery", new_password: "Password123" }],
    ["without the present one", 400, "invalid_request", { new_password: kNew }],
    ["with something else than text", 400, "invalid_request", { current_password: ["correct horse battery"], new_password: kNew }],
  ])) {
    test(what, async () => {
      const student = await lab.student();
      const { cookie } = student.http;
      const refused = await student.http.post("/api/account/password", body);
      assert.deepEqual([refused.status, refused.code], [status, code]);
      assert.ok(refused.json.error.message);
      assert.equal(student.http.cookie, cookie);
      assert.equal((await student.http.get("/api/me")).status, 200);
      assert.equal((await logIn(lab, student.username, student.password)).answer.status, 200);
    });
  }

  test("from a page of another site, and by a form", async () => {
    const student = await lab.student();
    const json = { current_password: student.password, new_password: kNew };
    const strange = await student.http.send("POST", "/api/account/password", { json, headers: { origin: "https://evil.example" } });
    assert.deepEqual([strange.status, strange.code], [403, "cross_site"]);
    const form = await student.http.send("POST", "/api/account/password", { form: json });
    assert.deepEqual([form.status, form.code], [415, "unsupported_media_type"]);
    assert.equal((await logIn(lab, student.username, student.password)).answer.status, 200);
  });

  test("without a session", async () => {
    assert.equal((await change(lab.visitor(), "correct horse battery")).code, "not_logged_in");
  });
});

test("guesses count as they do at the log-in", async (t) => {
  const strict = await startLab({ loginAttemptsPerAccount: 3 });
  t.after(() => strict.close());
  const student = await strict.student();
  for (let guess = 0; guess < 3; guess += 1) assert.equal((await change(student.http, `a wrong horse ${guess}`)).code, "wrong_password");
  const throttled = await change(student.http, student.password);
  assert.deepEqual([throttled.status, throttled.code], [429, "too_many_attempts"]);
  assert.match(throttled.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
  assert.equal((await student.http.send("DELETE", "/api/account", { json: { password: student.password } })).code, "too_many_attempts");
  assert.equal((await logIn(strict, student.username, student.password)).answer.code, "too_many_attempts");
  assert.equal((await student.http.get("/api/me")).status, 200, "who is in stays in");
});
