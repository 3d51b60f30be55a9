// A model's server that cannot be reached or not be trusted: upstream_error, and the coin is back.
import assert from "node:assert/strict";
import net from "node:net";
import { once } from "node:events";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { createCertificates } from "../upstream/certificates.mjs";

const certificates = await createCertificates();
after(() => certificates.remove());

/** @param {import("../harness/lab.mjs").Lab} lab @param {string} [code] */
async function expectRefund(lab, code = "upstream_error") {
  const student = await lab.student();
  const tab = await student.open();
  const before = await student.balances();
  const { event, end } = await tab.ask("Anybody there?");
  assert.equal(event, "error");
  assert.equal(end.code, code);
  assert.equal(end.refunded, true);
  assert.deepEqual(await student.balances(), before);
}

/** A port that nobody listens at: one that the system has just given and taken back. */
async function closedPort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

test("nobody listens", async (t) => {
  const lab = await startLab({}, { url: `http://127.0.0.1:${await closedPort()}/v1` });
  t.after(() => lab.close());
  await expectRefund(lab);
});

test("the name does not exist", async (t) => {
  const lab = await startLab({}, { url: "http://model.invalid/v1" });
  t.after(() => lab.close());
  await expectRefund(lab);
});

test("something else than HTTP answers", async (t) => {
  const rude = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.end("220 mail.example ESMTP\r\n");
  });
  rude.listen(0, "127.0.0.1");
  await once(rude, "listening");
  t.after(() => rude.close());
  const { port } = /** @type {net.AddressInfo} */ (rude.address());
  const lab = await startLab({}, { url: `http://127.0.0.1:${port}/v1` });
  t.after(() => lab.close());
  await expectRefund(lab);
});

for (const http2 of [false, true]) {
  test(`nobody vouches for the certificate (${http2 ? "HTTP/2" : "HTTP/1.1"}); nothing was sent`, async (t) => {
    const lab = await startLab({ caFile: certificates.caFile }, { tls: certificates.untrusted, http2 });
    t.after(() => lab.close());
    await expectRefund(lab);
    assert.equal(lab.upstream.requests.length, 0);
  });
}

test("the certificate's authority is not one that the system knows", async (t) => {
  const lab = await startLab({}, { tls: certificates.server });
  t.after(() => lab.close());
  await expectRefund(lab);
  assert.equal(lab.upstream.requests.length, 0);
});

test("the key is wrong", async (t) => {
  const lab = await startLab({}, { apiKey: "sk-another" });
  t.after(() => lab.close());
  await expectRefund(lab);
});
