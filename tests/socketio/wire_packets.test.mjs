// Which Socket.IO packets a server accepts, ignores or closes the session for (Socket.IO protocol 5, "Packet encoding").
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { RawSocket } from "./raw.mjs";
import { startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => (server = await startServer()));
after(() => server.stop());

async function join() {
  const socket = await RawSocket.open(`${server.wsUrl}/socket.io/?EIO=4&transport=websocket`);
  await socket.next();
  socket.send("40");
  assert.match(await socket.next(), /^40\{"sid":"[A-Za-z0-9_-]{20}"\}$/);
  assert.equal(await socket.next(), '42["auth",{}]');
  return socket;
}

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
  ["disconnect with a payload", ["41{}"]],
  ["connect with an array", ["40/custom,[]"]],
  ["connect with a string", ['40/custom,"x"']],
  ["connect with null", ["40/custom,null"]],
  ["connect error from a client", ['44{"message":"x"}']],
  ["reserved name", ['42["disconnect"]']],
  ["ack id abc", ['42abc["message-with-ack"]']],
  ["ack id 1.5", ['421.5["message-with-ack"]']],
  ["ack id -1", ['42-1["message-with-ack"]']],
  ["bytes that were not announced", [Buffer.from([1])]],
  ["text while attachments are missing", [`451-["message",${kPlaceholder}]`, '42["message"]']],
  ["no attachments announced", ['450-["message"]']],
  ["eleven attachments", ['4511-["message"]']],
  ["no dash after the attachments", ['451["message"]']],
  ["placeholder of nothing", ['451-["message",{"_placeholder":true,"num":1}]', Buffer.from([1])]],
  ["event for a namespace that was not joined", ['42/custom,["message"]']],
  ["disconnect from a namespace that was not joined", ["41/custom,"]],
  ["ack for a namespace that was not joined", ["43/custom,1[]"]],
  ["joining twice", ["40"]],
];

describe("closes the session", () => {
  for (const [name, frames] of kClosing) {
    test(name, async () => {
      const socket = await join();
      socket.send(...frames);
      assert.equal(await socket.closed, 1005);
      assert.equal(socket.pings, 0, "it was closed for what it sent");
      assert.deepEqual(socket.frames, []);
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

  test("an event with bytes and an ack id", async () => {
    const socket = await join();
    socket.send(`451-8["message-with-ack",{"b":[${kPlaceholder}]}]`, Buffer.from([1, 2]));
    assert.equal(await socket.next(), `461-8[{"b":[${kPlaceholder}]}]`);
    assert.deepEqual(await socket.next(), Buffer.from([1, 2]));
    socket.ws.close();
  });
});
