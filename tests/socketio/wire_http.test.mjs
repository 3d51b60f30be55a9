// What is answered to requests that are wrong, and what all answers carry (Engine.IO protocol 4, "HTTP long-polling").
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { exchangeRaw, fetchRaw, PollingSession, RawSocket, upgradeRequest } from "./raw.mjs";
import { kNever, startServer } from "./server.mjs";

/** @type {import("./server.mjs").Server} */
let server;
let base = "";
before(async () => {
  server = await startServer({ pingInterval: kNever, pingTimeout: 200 });
  base = `${server.url}/engine.io/`;
});
after(() => server.stop());

const kErrors = [
  ["transport missing", "GET", "?EIO=4", 0, "Transport unknown"],
  ["transport unknown", "GET", "?EIO=4&transport=__proto__", 0, "Transport unknown"],
  ["session unknown", "GET", "?EIO=4&transport=polling&sid=nobody", 1, "Session ID unknown"],
  ["session unknown, posted to", "POST", "?EIO=4&transport=polling&sid=nobody", 1, "Session ID unknown"],
  ["handshake by POST", "POST", "?EIO=4&transport=polling", 2, "Bad handshake method"],
  ["transport empty", "GET", "?EIO=4&transport=", 0, "Transport unknown"],
  ["handshake by PUT", "PUT", "?EIO=4&transport=polling", 2, "Bad handshake method"],
  ["version 5", "GET", "?EIO=5&transport=polling", 5, "Unsupported protocol version"],
  ["version abc", "GET", "?EIO=abc&transport=polling", 5, "Unsupported protocol version"],
  ["the transport is judged before the session", "GET", "?EIO=4&transport=x&sid=nobody", 0, "Transport unknown"],
  ["the session is judged before the version", "GET", "?EIO=3&transport=polling&sid=nobody", 1, "Session ID unknown"],
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
  assert.match(body, /^0\{"sid":"[A-Za-z0-9_-]{20}","upgrades":\["websocket"\],"pingInterval":600000,"pingTimeout":200,"maxPayload":1000000\}$/);
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

const kRefusedUpgrades = [
  ["?EIO=4&transport=websocket&sid=nobody", "Session ID unknown"],
  ["?EIO=3&transport=websocket", "Unsupported protocol version"],
  ["?EIO=4", "Transport unknown"],
  ["?EIO=4&transport=polling", "Bad request"],
  ["?EIO=4&transport=websocket&forbidden=1", "Forbidden"],
];

for (const [query, message] of kRefusedUpgrades) {
  test(`a WebSocket is refused before its 101: ${query}`, async () => {
    assert.equal(
      await exchangeRaw(server.port, upgradeRequest(`/engine.io/${query}`)),
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\n" +
        `Content-Length: ${message.length}\r\n\r\n${message}`,
    );
  });
}

test("refused by the application: 403", async () => {
  const answer = await fetchRaw(`${base}?EIO=4&transport=polling&forbidden=1`);
  assert.deepEqual([answer.status, answer.body], [403, '{"code":4,"message":"Forbidden"}']);
  assert.equal(answer.headers["content-type"], "application/json");
});

test("a live session keeps its protocol", async () => {
  const session = await PollingSession.open(base);
  const answer = await fetchRaw(session.url.replace("EIO=4", "EIO=3"));
  assert.deepEqual([answer.status, answer.body], [400, '{"code":3,"message":"Bad request"}']);
});

test("a session by WebSocket is not polled", async () => {
  const socket = await RawSocket.session(base);
  const sid = JSON.parse(socket.openPacket.slice(1)).sid;
  const answer = await fetchRaw(`${base}?EIO=4&transport=polling&sid=${sid}`);
  assert.deepEqual([answer.status, answer.body], [400, '{"code":3,"message":"Bad request"}']);
  socket.ws.close();
});

test("a session by WebSocket opens with the same five keys and nothing to upgrade to", async () => {
  const socket = await RawSocket.session(base);
  assert.match(
    socket.openPacket,
    /^0\{"sid":"[A-Za-z0-9_-]{20}","upgrades":\[\],"pingInterval":600000,"pingTimeout":200,"maxPayload":1000000\}$/,
  );
  socket.ws.close();
});

test("the 101 answers the key, promises no compression, and ends with a close frame after a close packet", async () => {
  const request = upgradeRequest("/engine.io/?EIO=4&transport=websocket", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
  // The close packet, masked with zeros (RFC 6455, section 5.3).
  const received = await exchangeRaw(server.port, `${request}\x81\x81\0\0\0\x001`);
  const [head, frames] = received.split("\r\n\r\n");
  assert.match(head, /^HTTP\/1\.1 101 /);
  assert.match(head, /\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i);
  assert.doesNotMatch(head, /Sec-WebSocket-Extensions/i);
  assert.match(frames, /^\x81./);
  assert.ok(frames.endsWith("\x88\0"), "a close frame without a code");
});

test("a message in fragments, and a ping of the WebSocket's own between them", async () => {
  const socket = await RawSocket.session(base);
  const pong = new Promise((resolve) => socket.ws.once("pong", resolve));
  socket.ws.send("4one ", { fin: false });
  socket.ws.ping("x");
  socket.ws.send("message");
  assert.equal(await socket.next(), "4one message");
  assert.equal(String(await pong), "x");
  socket.ws.close();
});

test("bytes by WebSocket and in a payload", async () => {
  const socket = await RawSocket.session(base);
  socket.send(Buffer.from([1, 2, 3]), Buffer.alloc(0));
  assert.deepEqual([await socket.next(), await socket.next()], [Buffer.from([1, 2, 3]), Buffer.alloc(0)]);
  socket.ws.close();
  const session = await PollingSession.open(base);
  await session.post("4a\x1ebAQID\x1e4é😀");
  assert.equal((await session.poll()).body, "4a\x1ebAQID\x1e4é😀");
});

test("what only a server sends is ignored", async () => {
  const session = await PollingSession.open(base);
  assert.equal((await session.post('0{"sid":"x"}\x1e6\x1e5\x1e4a')).body, "ok");
  assert.equal((await session.poll()).body, "4a");
});

test("another method on a session is 405, and the session stays", async () => {
  const session = await PollingSession.open(base);
  assert.equal((await fetchRaw(session.url, { method: "PUT", body: "4a" })).status, 405);
  await session.post("4still here");
  assert.equal((await session.poll()).body, "4still here");
});

test("a chunked body over the limit is 413, and the session stays", async () => {
  const session = await PollingSession.open(base);
  const { status } = await session.post("4" + "x".repeat(1_000_000), { "transfer-encoding": "chunked" });
  assert.equal(status, 413);
  await session.post("4still here");
  assert.equal((await session.poll()).body, "4still here");
});

test("unknown keys and the cache buster are ignored", async () => {
  assert.equal((await fetchRaw(`${base}?t=abc&EIO=4&x=%20&transport=polling&b64=1`)).status, 200);
});

test("other paths are not the server's", async () => {
  assert.equal((await fetchRaw(`${server.url}/socket.io?EIO=4&transport=polling`)).status, 404);
  const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
  assert.equal((await fetchRaw(`${server.url}/elsewhere/?EIO=4&transport=websocket`, { headers: upgrade })).status, 404);
});

test("CORS headers are on every answer, the 101 and the 413 among them", async () => {
  const session = await PollingSession.open(base);
  const origin = { origin: "http://a" };
  const answers = [
    await fetchRaw(`${base}?EIO=4&transport=polling`, { headers: origin }),
    await session.post("4a", origin),
    await fetchRaw(session.url, { headers: origin }),
    await session.post("4" + "x".repeat(1_000_000), origin),
    await session.post("x", origin),
  ];
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 413, 400]);
  for (const { headers } of answers) assert.equal(headers["access-control-allow-origin"], "*");
  const received = await exchangeRaw(
    server.port,
    `${upgradeRequest("/engine.io/?EIO=4&transport=websocket", "Origin: http://a\r\n")}\x81\x81\0\0\0\x001`,
  );
  assert.match(received, /\r\nAccess-Control-Allow-Origin: \*\r\n/i);
});
