// Registering, logging in and out over HTTP: status, codes, cookie, in JSON and as a plain form.
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { dump } from "../harness/postgresql.mjs";
import { kApiKey } from "../harness/server_process.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

const kPassword = "correct horse battery";

describe("register", () => {
  test("201 and a session", async () => {
    const http = lab.visitor();
    const answer = await http.post("/auth/register", { username: "ada", password: kPassword });
    assert.equal(answer.status, 201);
    const me = await http.get("/api/me");
    assert.equal(me.status, 200);
    assert.deepEqual(me.json, { username: "ada", role: "student", balances: { gold: 100, silver: 10, copper: 20 } });
  });

  test("a name that is taken is 409, in any case of its letters", async () => {
    await lab.visitor().post("/auth/register", { username: "grace", password: kPassword });
    for (const username of ["grace", "Grace", "GRACE"]) {
      const answer = await lab.visitor().post("/auth/register", { username, password: "another password" });
      assert.deepEqual([answer.status, answer.code], [409, "username_taken"], username);
    }
  });

  for (const username of ["", " ", "a b c", "x".repeat(300), "<b>", "nul\u0000", "new\nline"]) {
    test(`${JSON.stringify(username)?.slice(0, 20)} is no username: 422`, async () => {
      const answer = await lab.visitor().post("/auth/register", { username, password: kPassword });
      assert.deepEqual([answer.status, answer.code], [422, "invalid_username"]);
      assert.match(answer.json.error.message, /\w+ \w+ \w+/);
    });
  }

  for (const password of ["", "short"]) {
    test(`${JSON.stringify(password)} is no password: 422`, async () => {
      const answer = await lab.visitor().post("/auth/register", { username: "weak", password });
      assert.deepEqual([answer.status, answer.code], [422, "weak_password"]);
    });
  }

  test("two at once with one name: one gets it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => lab.visitor().post("/auth/register", { username: "race", password: kPassword })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(409)]);
  });
});

describe("log in", () => {
  test("200 and a session; the other sessions stay", async () => {
    const student = await lab.student();
    const other = lab.visitor();
    assert.equal((await other.post("/auth/login", { username: student.username, password: student.password })).status, 200);
    assert.notEqual(other.cookie, student.http.cookie);
    for (const http of [other, student.http]) assert.equal((await http.get("/api/me")).json.username, student.username);
  });

  test("a wrong password and an unknown name get the same answer", async () => {
    const student = await lab.student();
    const [wrong, unknown] = [
      await lab.visitor().post("/auth/login", { username: student.username, password: "not the password" }),
      await lab.visitor().post("/auth/login", { username: "nobody-here", password: "not the password" }),
    ];
    assert.deepEqual([wrong.status, wrong.code], [401, "bad_credentials"]);
    assert.deepEqual([unknown.status, unknown.text], [wrong.status, wrong.text]);
    assert.equal(wrong.headers.getSetCookie().length, 0);
  });

  test("passwords of any script and length that fits work, byte for byte", async () => {
    for (const [index, password] of ["пароль-密码-🔑🔑", "  spaces count  ", "x".repeat(100)].entries()) {
      const username = `script${index}`;
      assert.equal((await lab.visitor().post("/auth/register", { username, password })).status, 201);
      assert.equal((await lab.visitor().post("/auth/login", { username, password })).status, 200);
      assert.equal((await lab.visitor().post("/auth/login", { username, password: password.trim().slice(1) })).status, 401);
    }
  });
});

describe("log out", () => {
  test("204; the session and its sockets are gone, others stay", async () => {
    const student = await lab.student();
    const elsewhere = lab.visitor();
    await elsewhere.post("/auth/login", { username: student.username, password: student.password });
    const cookie = student.http.cookie;
    const tabs = [await student.open("websocket"), await student.open("polling")];
    const staying = await lab.open({ cookie: elsewhere.cookie });

    assert.equal((await student.http.send("POST", "/auth/logout")).status, 204);
    await Promise.all(tabs.map((tab) => tab.disconnected));
    assert.equal(student.http.cookie, "", "the browser is told to forget the cookie");
    const stale = lab.visitor();
    stale.cookie = cookie;
    assert.equal((await stale.get("/api/me")).code, "not_logged_in");
    const late = await lab.open({ cookie });
    assert.equal((await late.refusal({ content: "hi", selected_coin: "gold" })).code, "not_logged_in");
    assert.equal((await staying.ask("Am I still in?")).event, "done");
  });

  test("without a session it does no harm", async () => {
    assert.ok((await lab.visitor().send("POST", "/auth/logout")).status < 500);
  });
});

describe("the cookie", () => {
  test("is ailab_session with 256 bits, HttpOnly, SameSite=Lax, for the whole site", async () => {
    const answer = await lab.visitor().post("/auth/register", { username: "cookie", password: kPassword });
    const [line] = answer.headers.getSetCookie();
    const value = /^ailab_session=([^;]+);/.exec(line)?.[1] ?? "";
    assert.ok(/^[0-9a-f]{64}$/i.test(value) || /^[\w-]{43}=?$/.test(value), value);
    assert.match(line, /; *HttpOnly/i);
    assert.match(line, /; *SameSite=Lax/i);
    assert.match(line, /; *Path=\/(;|$)/i);
    assert.doesNotMatch(line, /; *Secure/i);
  });

  test("is in no file of the server, and neither is the model's key or a password", async () => {
    const student = await lab.student();
    const token = student.http.cookie.split("=")[1];
    await (await student.open()).ask("Write something down");
    const { directory, database } = lab.installation;
    if (database.startsWith("postgresql:")) await writeFile(join(directory, "dump.sql"), await dump(database));
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const name = join(entry.parentPath, entry.name);
      const bytes = await readFile(name);
      for (const secret of [token, kApiKey, kPassword]) assert.ok(!bytes.includes(secret), `${name} has ${secret}`);
    }
    for (const secret of [token, kApiKey, kPassword]) assert.ok(!lab.server.log.includes(secret), `the log has ${secret}`);
  });
});

describe("a plain form", () => {
  test("registers and logs in with 303", async () => {
    for (const path of ["/auth/register", "/auth/login"]) {
      const http = lab.visitor();
      const answer = await http.send("POST", path, { form: { username: "form user+1".replace(/\W/g, "_"), password: "a+b &%=ü c" } });
      assert.equal(answer.status, 303, path);
      assert.ok(answer.headers.get("location")?.startsWith("/"));
      assert.equal((await http.get("/api/me")).json.username, "form_user_1");
    }
  });

  test("logs out with 303", async () => {
    const student = await lab.student();
    const { cookie } = student.http;
    assert.equal((await student.http.send("POST", "/auth/logout", { form: {} })).status, 303);
    student.http.cookie = cookie;
    assert.equal((await student.http.get("/api/me")).status, 401);
  });

  test("with a wrong password is 303 too, without a session", async () => {
    const http = lab.visitor();
    const answer = await http.send("POST", "/auth/login", { form: { username: "nobody", password: "not the password" } });
    assert.equal(answer.status, 303);
    assert.equal(http.cookie, "");
  });
});

describe("requests that make no sense", () => {
  for (const [what, options] of /** @type {[string, object][]} */ ([
    ["broken JSON", { body: '{"username":', headers: { "content-type": "application/json" } }],
    ["JSON that is no object", { json: [1, 2] }],
    ["a username that is a number", { json: { username: 7, password: kPassword } }],
    ["a password that is null", { json: { username: "ada", password: null } }],
    ["no body", { headers: { "content-type": "application/json" } }],
    ["another type", { body: "username=x", headers: { "content-type": "text/plain" } }],
    ["bytes that are not UTF-8", { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), headers: { "content-type": "application/json" } }],
  ])) {
    test(`${what}: a 4xx with an error object`, async () => {
      const answer = await lab.visitor().send("POST", "/auth/login", options);
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
      assert.deepEqual(Object.keys(answer.json.error).sort(), ["code", "message"]);
    });
  }

  test("another method is 405, an unknown path 404, a huge body 413, each with an error object", async () => {
    const http = lab.visitor();
    assert.equal((await http.send("DELETE", "/auth/login")).status, 405);
    const missing = await http.get("/api/nothing-here");
    assert.equal(missing.status, 404);
    assert.ok(missing.json.error.message);
    const huge = await http.post("/auth/login", { username: "x", password: "y".repeat(4 << 20) }).catch(() => ({ status: 413 }));
    assert.equal(huge.status, 413);
  });
});
