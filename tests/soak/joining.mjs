// How a session begins, up to a joined namespace.
import { Line } from "./line.mjs";

const kPath = "/socket.io/?EIO=4";

/** @param {string} answer what has to be an open packet; returns its session's id */
function sessionId(answer) {
  if (!answer.startsWith("0{")) throw new Error(`not an open packet: ${answer.slice(0, 80)}`);
  return JSON.parse(answer.slice(1)).sid;
}

/** @param {string} answer what has to begin with the acceptance of namespace "/" */
function checkJoined(answer) {
  if (!answer.startsWith('40{"sid"')) throw new Error(`not joined: ${answer.slice(0, 80)}`);
}

/** A WebSocket that has a session and has not joined yet. @param {import("./line.mjs").Target} target */
export async function openWebSocket(target) {
  const socket = await (await Line.open(target)).upgrade(`${kPath}&transport=websocket`);
  sessionId(await socket.next());
  return socket;
}

/** @param {import("./line.mjs").WebSocketLine} socket */
export async function join(socket) {
  socket.send("40");
  checkJoined(await socket.next());
  const greeting = await socket.next();
  if (greeting !== '42["auth",{}]') throw new Error(`not the greeting: ${greeting}`);
}

/** @param {import("./line.mjs").Target} target */
export async function joinedWebSocket(target) {
  const socket = await openWebSocket(target);
  await join(socket);
  return socket;
}

/** A session by polling, with one line for its requests, which come one after another. */
export class PollingClient {
  /** @param {import("./line.mjs").Target} target */
  static async open(target) {
    const line = await Line.open(target);
    const { body } = await line.request("GET", `${kPath}&transport=polling`);
    return new PollingClient(target, line, sessionId(body));
  }

  /** The same, in namespace "/". @param {import("./line.mjs").Target} target */
  static async joined(target) {
    const client = await PollingClient.open(target);
    await client.post("40");
    checkJoined(await client.poll());
    return client;
  }

  /** @param {import("./line.mjs").Target} target @param {Line} line @param {string} sid */
  constructor(target, line, sid) {
    this.target = target;
    this.line = line;
    this.sid = sid;
    this.path = `${kPath}&transport=polling&sid=${sid}`;
  }

  async poll() {
    const { status, body } = await this.line.request("GET", this.path);
    if (status !== 200) throw new Error(`a poll was answered ${status} ${body}`);
    return body;
  }

  /** @param {string} body @param {number} expected status */
  async post(body, expected = 200) {
    const { status } = await this.line.request("POST", this.path, body);
    if (status !== expected) throw new Error(`${body} was answered ${status} instead of ${expected}`);
  }

  /** A WebSocket to upgrade to. */
  async upgrade() {
    return (await Line.open(this.target)).upgrade(`${kPath}&transport=websocket&sid=${this.sid}`);
  }

  /** Says goodbye. */
  async leave() {
    await this.post("1");
    this.line.close();
  }
}
