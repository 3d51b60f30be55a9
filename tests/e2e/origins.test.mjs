// Other websites may not act in a student's name: writes, and sockets over either transport, check the browser's Origin.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const kFriend = "https://courses.example";
const lab = await startLab({ allowedOrigins: [kFriend] });
after(() => lab.close());

const { port } = lab.server;
const kStrange = [
  "https://evil.example",
  `http://127.0.0.1.evil.example:${port}`,
  `http://127.0.0.1:${port === 1 ? 2 : port - 1}`,
  "https://courses.example.evil.example",
  "http://courses.example",
  "null",
];
// The scheme does not count: a proxy may have ended TLS.
const kOwn = [lab.server.url, `https://127.0.0.1:${port}`, kFriend];

describe("writes over HTTP", () => {
  for (const origin of kStrange) {
    test(`${origin} may not log in or out`, async () => {
      const student = await lab.student();
      const { username, password } = student;
      const login = await lab.visitor().send("POST", "/auth/login", { json: { username, password }, headers: { origin } });
      assert.equal(login.status, 403);
      assert.equal(login.headers.getSetCookie().length, 0);
      assert.ok(login.json.error.message);
      const form = await lab.visitor().send("POST", "/auth/login", { form: { username, password }, headers: { origin } });
      assert.equal(form.headers.getSetCookie().length, 0);
      assert.equal((await student.http.send("POST", "/auth/logout", { headers: { origin } })).status, 403);
      assert.equal((await student.http.get("/api/me")).status, 200);
    });
  }

  for (const origin of kOwn) {
    test(`${origin === kFriend ? "an allowed origin" : "the server's own origin"} may`, async () => {
      const { username, password } = await lab.student();
      const login = await lab.visitor().send("POST", "/auth/login", { json: { username, password }, headers: { origin } });
      assert.equal(login.status, 200);
    });
  }
});

for (const mode of /** @type {const} */ (["websocket", "polling"])) {
  describe(`sockets over ${mode}`, () => {
    for (const origin of kStrange) {
      test(`${origin} is not let in`, async () => {
        await assert.rejects(lab.open({ mode, headers: { origin } }));
      });
    }
    for (const origin of kOwn) {
      test(`${origin === kFriend ? "an allowed origin" : "the server's own origin"} is`, async () => {
        const { http } = await lab.student();
        const tab = await lab.open({ mode, cookie: http.cookie, headers: { origin } });
        assert.equal((await tab.ask("May I?")).event, "done");
      });
    }
  });
}

test("no answer tells a strange website that it may read it", async () => {
  const { http } = await lab.student();
  for (const path of ["/api/me", "/socket.io/?EIO=4&transport=polling"]) {
    const { headers } = await http.send("GET", path, { headers: { origin: kStrange[0] } });
    assert.notEqual(headers.get("access-control-allow-origin"), "*");
    assert.notEqual(headers.get("access-control-allow-origin"), kStrange[0]);
  }
});
