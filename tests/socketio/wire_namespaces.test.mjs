// Joining and leaving namespaces, packet by packet (Socket.IO protocol 5, "Connection to a namespace").
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PollingSession, RawSocket } from "./raw.mjs";
import { kNoHeartbeat, startServer } from "./server.mjs";

/** @type {import("./server.mjs").Server} */
let server;
let io = "";
before(async () => {
  server = await startServer(kNoHeartbeat);
  io = `${server.url}/socket.io/`;
});
after(() => server.stop());

/** @param {string} packet */
const sidOf = (packet) => JSON.parse(packet.slice(packet.indexOf("{"))).sid;

test("each namespace of a session has an id of its own, and none is the session's", async () => {
  const socket = await RawSocket.session(io);
  const ids = [sidOf(socket.openPacket)];
  for (const nsp of ["/lab", "/dynamic-1", "/dynamic-2"]) {
    socket.send(`40${nsp},`);
    ids.push(sidOf(await socket.next()));
    if (nsp !== "/lab") assert.equal(await socket.next(), `42${nsp},["auth",{}]`);
  }
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{20}$/);
  socket.ws.close();
});

test("a namespace may end with the packet, without a comma", async () => {
  const socket = await RawSocket.session(io);
  socket.send("40/custom");
  assert.match(await socket.next(), /^40\/custom,\{"sid":/);
  assert.equal(await socket.next(), '42/custom,["auth",{}]');
  socket.send("41/custom", "40/custom");
  assert.match(await socket.next(), /^40\/custom,\{"sid":/);
  socket.ws.close();
});

test("the answer to a join precedes all that the connection's handler sends, and auth is handed on", async () => {
  const session = await PollingSession.open(io);
  await session.post('40{"token":"é"}\x1e40/custom,{"n":[1]}');
  const packets = (await session.poll()).body.split("\x1e");
  assert.deepEqual(
    packets.map((packet) => packet.replace(/"sid":"[^"]*"/, '"sid"')),
    ['40{"sid"}', '42["auth",{"token":"é"}]', '40/custom,{"sid"}', '42/custom,["auth",{"n":[1]}]'],
  );
});

test("who was refused may try again", async () => {
  const socket = await RawSocket.session(io);
  socket.send("40/guarded,");
  assert.equal(await socket.next(), '44/guarded,{"message":"not authorized","data":{"hint":"token"}}');
  socket.send('40/guarded,{"token":"letmein"}');
  assert.match(await socket.next(), /^40\/guarded,\{"sid":/);
  socket.ws.close();
});

for (const nsp of ["/random", "/dynamic-", "/dynamic-x", "/custom?a=1", "/Custom"]) {
  test(`unknown: ${nsp}`, async () => {
    const socket = await RawSocket.session(io);
    socket.send(`40${nsp},`);
    assert.equal(await socket.next(), `44${nsp},{"message":"Invalid namespace"}`);
    socket.send("40/lab,");
    assert.match(await socket.next(), /^40\/lab,/);
    socket.ws.close();
  });
}

test("ack ids of one namespace do not answer another's", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.send("40");
  await socket.next();
  await socket.next();
  socket.send('42/lab,["ask-me",50]');
  const id = /^451-\/lab,(\d+)\["question"/.exec(await socket.next())?.[1];
  await socket.next(); // its bytes
  socket.send(`43${id}["elsewhere"]`);
  assert.equal(await socket.next(), '42/lab,["not-answered","ack_timeout"]');
  socket.send(`43/lab,${id}["late"]`, '42/lab,["message",1]');
  assert.equal(await socket.next(), '42/lab,["message-back",1]');
  socket.ws.close();
});

test("an event is acknowledged once, with nothing as []", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.send('42/lab,3["join","a"]', '42/lab,["message",1]');
  assert.equal(await socket.next(), "43/lab,3[]");
  assert.equal(await socket.next(), '42/lab,["message-back",1]');
  socket.ws.close();
});

test("what arrives for a namespace after its end is not handled", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.send('42/lab,["disconnect-me"]', '42/lab,7["message-with-ack",1]');
  assert.equal(await socket.next(), "41/lab,");
  socket.send("40/lab,");
  assert.match(await socket.next(), /^40\/lab,/);
  socket.ws.close();
});
