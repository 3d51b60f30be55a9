// Which Socket.IO packets a server accepts, ignores or closes the session for (Socket.IO protocol 5, "Packet encoding").
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PollingSession, RawSocket } from "./raw.mjs";
import { kNoHeartbeat, startServer } from "./server.mjs";
import { watch } from "./watcher.mjs";

/** @type {import("./server.mjs").Server} */
let server;
/** @type {Awaited<ReturnType<typeof watch>>} */
let watcher;
let io = "";
before(async () => {
  server = await startServer(kNoHeartbeat);
  watcher = await watch(server);
  io = `${server.url}/socket.io/`;
});
after(async () => {
  watcher.close();
  await server.stop();
});

async function join() {
  const socket = await RawSocket.session(io);
  socket.send("40");
  const answer = await socket.next();
  assert.match(answer, /^40\{"sid":"[A-Za-z0-9_-]{20}"\}$/);
  socket.socketId = JSON.parse(answer.slice(2)).sid;
  assert.equal(await socket.next(), '42["auth",{}]');
  return socket;
}

/** As one body of a POST. @param {(string | Buffer)[]} frames */
const payloadOf = (frames) => frames.map((frame) => (typeof frame === "string" ? frame : `b${frame.toString("base64")}`)).join("\x1e");

const kPlaceholder = '{"_placeholder":true,"num":0}';
/** @type {[string, (string | Buffer)[]][]} */
const kClosing = [
  ["unknown type", ["47"]],
  ["nothing", ["4"]],
  ["bad JSON", ["42{"]],
  ["event that is an object", ["42{}"]],
  ["event without a name", ["42[]"]],
  ["event named null", ["42[null]"]],
  ["ack that is an object", ["431{}"]],
  ["binary event that is an object", [`451-{"a":${kPlaceholder}}`]],
  ["binary ack that is an object", [`461-1{"a":${kPlaceholder}}`]],
  ["disconnect with a payload", ["41{}"]],
  ["connect with an array", ["40/custom,[]"]],
  ["connect with a string", ['40/custom,"x"']],
  ["connect with null", ["40/custom,null"]],
  ["connect error from a client", ['44{"message":"x"}']],
  ...["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"].map(
    (name) => /** @type {[string, string[]]} */ ([`event named ${name}`, [`42["${name}"]`]]),
  ),
  ["ack id abc", ['42abc["message-with-ack"]']],
  ["ack id 1.5", ['421.5["message-with-ack"]']],
  ["ack id -1", ['42-1["message-with-ack"]']],
  ["bytes that were not announced", [Buffer.from([1])]],
  ["text while attachments are missing", [`451-["message",${kPlaceholder}]`, '42["message"]']],
  ["no attachments announced", ['450-["message"]']],
  ["eleven attachments", ['4511-["message"]']],
  ["text that is sent as bytes", [`451-["message",${kPlaceholder}]`, "4abc"]],
  ["placeholder with a negative number", ['451-["message",{"_placeholder":true,"num":-1}]', Buffer.from([1])]],
  ["placeholder whose number is none", ['451-["message",{"_placeholder":true,"num":"0"}]', Buffer.from([1])]],
  ["no dash after the attachments", ['451["message"]']],
  ["placeholder of nothing", ['451-["message",{"_placeholder":true,"num":1}]', Buffer.from([1])]],
  ["event for a namespace that was not joined", ['42/custom,["message"]']],
  ["disconnect from a namespace that was not joined", ["41/custom,"]],
  ["ack for a namespace that was not joined", ["43/custom,1[]"]],
  ["joining twice", ["40"]],
];

describe("closes the session, by WebSocket", () => {
  for (const [name, frames] of kClosing) {
    test(name, async () => {
      const socket = await join();
      socket.send(...frames);
      assert.equal(await socket.closed, 1005);
      assert.deepEqual(socket.frames, []);
      assert.equal(await watcher.reasonOf(socket.socketId), "forced close");
    });
  }
});

describe("closes the session, by polling", () => {
  for (const [name, frames] of kClosing) {
    test(name, async () => {
      const session = await PollingSession.join(io, "/");
      const { answer } = await session.beginPoll();
      assert.equal((await session.post(payloadOf(frames))).body, "ok");
      assert.equal((await answer).body, "1");
      assert.equal(await watcher.reasonOf(session.socketId), "forced close");
    });
  }
});

/** @type {[string, (string | Buffer)[]][]} */
const kIgnored = [
  ["event without a payload", ["42"]],
  ["ack without an id", ["43[]"]],
  ["ack of an unknown id", ["43999[]"]],
  ["event that nobody handles", ['42["nobody"]']],
  ["event that nobody handles, with an ack id", ['427["nobody"]']],
  ["event whose name is a number", ["42[5]"]],
  ["binary ack of an unknown id", [`461-999[${kPlaceholder}]`, Buffer.from([1])]],
];

describe("ignores", () => {
  for (const [name, frames] of kIgnored) {
    test(name, async () => {
      const socket = await join();
      socket.send(...frames, '42["message","after"]');
      assert.equal(await socket.next(), '42["message-back","after"]');
      socket.ws.close();
    });
  }
});

describe("accepts", () => {
  test("an ack id with leading zeros", async () => {
    const socket = await join();
    socket.send('42007["message-with-ack",1]');
    assert.equal(await socket.next(), "437[1]");
    socket.ws.close();
  });

  test("ten attachments, an empty one and one that is not referenced", async () => {
    const socket = await join();
    const bytes = Array.from({ length: 10 }, (_, i) => Buffer.alloc(i, i));
    socket.send(`4510-["message",${kPlaceholder}]`, ...bytes);
    assert.equal(await socket.next(), `4510-["message-back",${kPlaceholder}]`);
    for (const expected of bytes) assert.deepEqual(await socket.next(), expected);
    socket.ws.close();
  });

  test("bytes by polling, in a body of several packets", async () => {
    const session = await PollingSession.join(io, "/");
    await session.post(payloadOf([`451-["message",${kPlaceholder}]`, Buffer.from([1, 2, 3]), '42["message","next"]']));
    assert.equal((await session.poll()).body, `451-["message-back",${kPlaceholder}]\x1ebAQID\x1e42["message-back","next"]`);
  });

  test("bytes by polling, in bodies of their own", async () => {
    const session = await PollingSession.join(io, "/");
    await session.post(`451-["message",${kPlaceholder}]`);
    await session.post("3");
    await session.post("bAQID");
    assert.equal((await session.poll()).body, `451-["message-back",${kPlaceholder}]\x1ebAQID`);
  });

  test("pings and pongs between an event and its bytes", async () => {
    const socket = await join();
    socket.send(`451-["message",${kPlaceholder}]`, "3", Buffer.from([1]));
    assert.equal(await socket.next(), `451-["message-back",${kPlaceholder}]`);
    assert.deepEqual(await socket.next(), Buffer.from([1]));
    socket.ws.close();
  });

  test("bytes that fill arguments, and placeholders that are used twice", async () => {
    const socket = await join();
    socket.send(`451-["message",${kPlaceholder},{"again":${kPlaceholder}}]`, Buffer.from([9]));
    assert.match(await socket.next(), /^45[12]-\["message-back",/);
    assert.deepEqual(await socket.next(), Buffer.from([9]));
    socket.ws.close();
  });

  test("an ack without bytes to an event with bytes, in its plain form", async () => {
    const socket = await RawSocket.join(io, "/lab");
    socket.send(`451-/lab,8["leave",${kPlaceholder}]`, Buffer.from([1]));
    assert.equal(await socket.next(), "43/lab,8[]");
    socket.ws.close();
  });

  test("an event with bytes and an ack id", async () => {
    const socket = await join();
    socket.send(`451-8["message-with-ack",{"b":[${kPlaceholder}]}]`, Buffer.from([1, 2]));
    assert.equal(await socket.next(), `461-8[{"b":[${kPlaceholder}]}]`);
    assert.deepEqual(await socket.next(), Buffer.from([1, 2]));
    socket.ws.close();
  });
});
