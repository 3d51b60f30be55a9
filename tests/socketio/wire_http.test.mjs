// What is answered to requests that are wrong, and what all answers carry (Engine.IO protocol 4, "HTTP long-polling").
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { fetchRaw, PollingSession } from "./raw.mjs";
import { startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
let base = "";
before(async () => {
  server = await startServer({ pingTimeout: 200 });
  base = `${server.url}/engine.io/`;
});
after(() => server.stop());

const kErrors = [
  ["transport missing", "GET", "?EIO=4", 0, "Transport unknown"],
  ["transport unknown", "GET", "?EIO=4&transport=__proto__", 0, "Transport unknown"],
  ["session unknown", "GET", "?EIO=4&transport=polling&sid=nobody", 1, "Session ID unknown"],
  ["session unknown, posted to", "POST", "?EIO=4&transport=polling&sid=nobody", 1, "Session ID unknown"],
  ["handshake by POST", "POST", "?EIO=4&transport=polling", 2, "Bad handshake method"],
  ["websocket without upgrade", "GET", "?EIO=4&transport=websocket", 3, "Bad request"],
  ["version missing", "GET", "?transport=polling", 5, "Unsupported protocol version"],
  ["version 3", "GET", "?EIO=3&transport=polling", 5, "Unsupported protocol version"],
];

for (const [name, method, query, code, message] of kErrors) {
  test(`error: ${name}`, async () => {
    const answer = await fetchRaw(base + query, { method: String(method) });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers["content-type"], "application/json");
    assert.equal(answer.headers["access-control-allow-origin"], "*");
    assert.equal(answer.body, JSON.stringify({ code, message }));
  });
}

test("a handshake by HEAD is refused", async () => {
  assert.equal((await fetchRaw(`${base}?EIO=4&transport=polling`, { method: "HEAD" })).status, 400);
});

test("the handshake has its headers and five keys", async () => {
  const { status, headers, body } = await fetchRaw(`${base}?EIO=4&transport=polling&t=x`);
  assert.equal(status, 200);
  assert.equal(headers["content-type"], "text/plain; charset=UTF-8");
  assert.equal(headers["cache-control"], "no-store");
  assert.match(body, /^0\{"sid":"[A-Za-z0-9_-]{20}","upgrades":\["websocket"\],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000\}$/);
});

test("a POST is answered ok", async () => {
  const session = await PollingSession.open(base);
  const { status, headers, body } = await session.post("4hello");
  assert.deepEqual([status, body], [200, "ok"]);
  assert.equal(headers["content-type"], "text/html");
  assert.equal(headers["content-length"], "2");
  assert.equal(headers["cache-control"], "no-store");
});

test("a chunked POST is accepted", async () => {
  const session = await PollingSession.open(base);
  const answer = await session.post("4hello", { "transfer-encoding": "chunked" });
  assert.equal(answer.body, "ok");
  assert.equal((await session.poll()).body, "4hello");
});

test("a body over the limit is 413, exactly the limit is not, and the session stays", async () => {
  const session = await PollingSession.open(base);
  const { status, body } = await session.post("4" + "x".repeat(1_000_000));
  assert.deepEqual([status, body], [413, ""]);
  assert.equal((await session.post("4" + "x".repeat(999_999))).body, "ok");
  assert.equal((await session.poll()).body.length, 1_000_000);
});

test("raw bytes are refused and end the session", async () => {
  const session = await PollingSession.open(base);
  const answer = await session.post("4a", { "content-type": "application/octet-stream" });
  assert.deepEqual([answer.status, answer.body], [400, ""]);
  assert.equal((await session.poll()).status, 400);
});

for (const body of ["abc", "", "4a\x1e", "b*", "\x1e4a"]) {
  test(`a malformed body is refused and ends the session: ${JSON.stringify(body)}`, async () => {
    const session = await PollingSession.open(base);
    assert.equal((await session.post(body)).status, 400);
    assert.equal((await session.poll()).body, '{"code":1,"message":"Session ID unknown"}');
  });
}

test("what precedes a malformed packet is handled", async () => {
  const session = await PollingSession.open(base);
  const { answer } = await session.beginPoll();
  assert.equal((await session.post("4first\x1ex")).status, 400);
  assert.equal((await answer).body, "4first");
  assert.equal((await session.poll()).status, 400);
});

test("a preflight is answered", async () => {
  const { status, headers } = await fetchRaw(base, {
    method: "OPTIONS",
    headers: { origin: "http://a", "access-control-request-headers": "x-one,x-two" },
  });
  assert.equal(status, 204);
  assert.equal(headers["access-control-allow-origin"], "*");
  assert.equal(headers["access-control-allow-methods"], "GET,HEAD,PUT,PATCH,POST,DELETE");
  assert.equal(headers["access-control-allow-headers"], "x-one,x-two");
  assert.match(headers.vary ?? "", /Access-Control-Request-Headers/);
});

/** Everything a raw WebSocket handshake is answered. @param {string} query */
function upgradeAnswer(query) {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => (text += chunk));
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
    socket.write(
      `GET /engine.io/${query} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
  });
}

const kRefusedUpgrades = [
  ["?EIO=4&transport=websocket&sid=nobody", "Session ID unknown"],
  ["?EIO=3&transport=websocket", "Unsupported protocol version"],
  ["?EIO=4", "Transport unknown"],
  ["?EIO=4&transport=polling", "Bad request"],
];

for (const [query, message] of kRefusedUpgrades) {
  test(`a WebSocket is refused before its 101: ${query}`, async () => {
    assert.equal(
      await upgradeAnswer(query),
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\n" +
        `Content-Length: ${message.length}\r\n\r\n${message}`,
    );
  });
}
