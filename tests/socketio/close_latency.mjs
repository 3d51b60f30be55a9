// Measures how soon a session ends, for each cause and transport, while pings are answered; prints a table of milliseconds, and
// fails when one took 200 or more. Not a test: what it says depends on the machine.
//
// usage: node close_latency.mjs [ROUNDS]
import { performance } from "node:perf_hooks";
import { PollingSession, RawSocket } from "./raw.mjs";
import { startServer } from "./server.mjs";
import { watch } from "./watcher.mjs";

const kBoundMs = 200;
const kRounds = Number(process.argv[2] ?? 10);
const kDisconnect = '42/lab,["disconnect-me","transport"]';

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */
/** @typedef {Awaited<ReturnType<typeof watch>>} Watcher */
/** What is done to a session; when it resolves, the close has been seen. @typedef {(server: Server, watcher: Watcher) => Promise<() => Promise<unknown>>} Measured */

/** @param {(socket: RawSocket, server: Server) => unknown} cause @returns {Measured} */
const byWebSocket = (cause) => async (server) => {
  const socket = await RawSocket.join(`${server.url}/socket.io/`, "/lab");
  return () => {
    cause(socket, server);
    return socket.closed;
  };
};

/** Seen by the server's application: the client has gone. @param {(socket: RawSocket) => void} cause @returns {Measured} */
const seenByServer = (cause) => async (server, watcher) => {
  const socket = await RawSocket.join(`${server.url}/socket.io/`, "/lab");
  return () => {
    cause(socket);
    return watcher.reasonOf(socket.socketId);
  };
};

/** Seen by the GET that waits. @param {(session: PollingSession, server: Server) => unknown} cause @returns {Measured} */
const byPendingPoll = (cause) => async (server) => {
  const session = await PollingSession.join(`${server.url}/socket.io/`, "/lab");
  const { answer } = await session.beginPoll();
  return () => {
    cause(session, server);
    return answer;
  };
};

/** Seen by the GETs that follow, until the session is unknown. @param {string} body @returns {Measured} */
const byNextPoll = (body) => async (server) => {
  const session = await PollingSession.join(`${server.url}/socket.io/`, "/lab");
  return async () => {
    await session.post(body);
    while ((await session.poll()).status === 200);
  };
};

/** @type {Measured} */
const abandonedPoll = async (server, watcher) => {
  const session = await PollingSession.join(`${server.url}/socket.io/`, "/lab");
  const { sent } = await session.beginPoll();
  return () => {
    sent.destroy();
    return watcher.reasonOf(session.socketId);
  };
};

/** @type {Record<string, string[]>} */
const kInvalid = {
  "unknown type": ["47"],
  "bad JSON": ["42{"],
  "event without a name": ["42/lab,[]"],
  "CONNECT_ERROR from a client": ["44{}"],
  "reserved event": ['42/lab,["disconnect"]'],
  "not joined": ['42/custom,["a"]'],
  "joined twice": ["40/lab,"],
  "attachment missing": ['451-/lab,["a",{"_placeholder":true,"num":0}]', "42"],
};

/** @type {[string, Measured][]} */
const kMeasured = [
  ["WebSocket: bytes that are no packet", byWebSocket((socket) => socket.send("abc"))],
  ["WebSocket: close packet", byWebSocket((socket) => socket.send("1"))],
  ["WebSocket: ping from the client", byWebSocket((socket) => socket.send("2"))],
  ["WebSocket: message over the limit", byWebSocket((socket) => socket.send("4" + "x".repeat(1_000_000)))],
  ["WebSocket: invalid UTF-8", byWebSocket((socket) => socket.ws.send(Buffer.from([0x34, 0xff]), { binary: false }))],
  ...Object.entries(kInvalid).map(([name, frames]) => /** @type {[string, Measured]} */ ([`WebSocket: ${name}`, byWebSocket((socket) => socket.send(...frames))])),
  ["WebSocket: disconnect(true)", byWebSocket((socket) => socket.send(kDisconnect))],
  ["WebSocket: close frame, seen by the server", seenByServer((socket) => socket.ws.close())],
  ["WebSocket: line cut, seen by the server", seenByServer((socket) => socket.ws.terminate())],
  ["GET waiting: bytes that are no packet", byPendingPoll((session) => session.post("abc"))],
  ["GET waiting: close packet", byPendingPoll((session) => session.post("1"))],
  ["GET waiting: Socket.IO error", byPendingPoll((session) => session.post("4abc"))],
  ["GET waiting: disconnect(true)", byPendingPoll((session) => session.post(kDisconnect))],
  ["GET waiting: a second GET", byPendingPoll((session) => session.poll())],
  ["GET waiting: given up, seen by the server", abandonedPoll],
  ["no GET: bytes that are no packet", byNextPoll("abc")],
  ["no GET: close packet", byNextPoll("1")],
  ["no GET: Socket.IO error", byNextPoll("4abc")],
  ["no GET: disconnect(true)", byNextPoll(kDisconnect)],
];

/** @type {[string, Measured][]} */
const kShutdowns = [
  ["WebSocket: shutdown", byWebSocket((_, server) => server.stop())],
  ["GET waiting: shutdown", byPendingPoll((_, server) => server.stop())],
];

/** @param {() => Promise<unknown>} act */
async function time(act) {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

let isLate = false;
/** @param {string} name @param {number[]} times */
function print(name, times) {
  times.sort((a, b) => a - b);
  const [least, median, most] = [times[0], times[Math.floor(times.length / 2)], times[times.length - 1]];
  isLate ||= most >= kBoundMs;
  console.log(`${name.padEnd(46)}${[least, median, most].map((ms) => ms.toFixed(1).padStart(9)).join("")}`);
}

console.log(`${"milliseconds to the close".padEnd(46)}${["least", "median", "most"].map((head) => head.padStart(9)).join("")}`);
// No ping times out within the bound, so no timeout can be what ends a session.
const server = await startServer({ pingTimeout: 20_000 });
const watcher = await watch(server);
for (const [name, measured] of kMeasured) {
  const times = [];
  for (let i = 0; i < kRounds; ++i) times.push(await time(await measured(server, watcher)));
  print(name, times);
}
watcher.close();
await server.stop();
for (const [name, measured] of kShutdowns) {
  const times = [];
  for (let i = 0; i < Math.min(kRounds, 3); ++i) {
    const other = await startServer();
    times.push(await time(await measured(other, watcher)));
  }
  print(name, times);
}
if (isLate) {
  console.error(`one took ${kBoundMs} ms or more`);
  process.exitCode = 1;
}
