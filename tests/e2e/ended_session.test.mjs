// A login session that ends while a socket is on its way in: the log-in at the handshake is not enough.
import assert from "node:assert/strict";
import { after } from "node:test";
import { runCommand } from "../harness/binary.mjs";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

/** An Engine.IO session by polling, opened with the student's cookie. @param {import("../harness/lab.mjs").Student} student */
async function line(student) {
  const headers = { cookie: student.http.cookie };
  const address = `${lab.server.url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(address, { headers })).text()).slice(1));
  const own = `${address}&sid=${sid}`;
  return {
    /** @param {string} packet */
    say: async (packet) => assert.equal((await fetch(own, { method: "POST", body: packet })).status, 200),
    hear: async () => (await fetch(own)).text(),
  };
}

/** @param {import("../harness/lab.mjs").Student} student */
const logOut = async (student) => assert.equal((await student.http.send("POST", "/auth/logout")).status, 204);

test("who logs out between the handshake and the namespace is not let in", async () => {
  const student = await lab.student();
  const { say, hear } = await line(student);
  await logOut(student);
  await say("40");
  assert.equal(await hear(), '44{"message":"Your session has ended. Log in again.","data":{"code":"not_logged_in"}}');
});

test("who has left the namespace and logged out does not come back by the same line", async () => {
  const student = await lab.student();
  const { say, hear } = await line(student);
  await say("40");
  assert.match(await hear(), /^40\{"sid":/);
  await say("41");
  await logOut(student);
  await say("40");
  assert.match(await hear(), /^44.*not_logged_in/);
});

test("who is logged out by a command beside the server is not let in, once that was heard", async () => {
  const student = await lab.student();
  const { say, hear } = await line(student);
  const tab = await student.open();
  const { directory: cwd, flags } = lab.installation;
  const { code, stderr } = await runCommand(["user", "passwd", student.username, ...flags], { cwd, stdin: "another long password\n" });
  assert.equal(code, 0, stderr);
  await tab.disconnected;
  await say("40");
  assert.match(await hear(), /^44.*not_logged_in/);
});

test("that somebody else logs out keeps nobody away", async () => {
  const { say, hear } = await line(await lab.student());
  await logOut(await lab.student());
  await say("40");
  assert.match(await hear(), /^40\{"sid":/);
});

test("a session that lives is let in at both", async () => {
  const { say, hear } = await line(await lab.student());
  for (const packet of ["40", "41\x1e40"]) {
    await say(packet);
    assert.match(await hear(), /^40\{"sid":/);
  }
});
