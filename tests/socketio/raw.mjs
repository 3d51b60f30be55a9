// Engine.IO by hand: single requests and frames, for what the official client never sends.
import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { WebSocket } from "ws";

/** @typedef {{status: number, headers: import("node:http").IncomingHttpHeaders, body: string}} Answer */

/**
 * One HTTP request on a connection of its own.
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, body?: string}} options
 * @returns {Promise<Answer>}
 */
export function fetchRaw(url, { method = "GET", headers = {}, body } = {}) {
  const sent = request(url, { method, headers, agent: new Agent() });
  const answer = answerTo(sent);
  sent.end(body);
  return answer;
}

/** @param {import("node:http").ClientRequest} sent @returns {Promise<Answer>} */
function answerTo(sent) {
  return new Promise((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
  });
}

/**
 * Sends bytes as they are, and collects everything that comes back until the server ends the connection.
 * @param {number} port @param {string} text
 * @returns {Promise<string>}
 */
export function exchangeRaw(port, text) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => (received += chunk));
    socket.on("end", () => resolve(received));
    socket.on("error", reject);
    socket.write(text, "latin1");
  });
}

/** A WebSocket's opening request (RFC 6455, section 4.1). @param {string} target @param {string} more further header lines */
export function upgradeRequest(target, more = "") {
  return (
    `GET ${target} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`
  );
}

/** A session by polling. */
export class PollingSession {
  /** @param {string} base the server's URL with the path */
  static async open(base) {
    const { body } = await fetchRaw(`${base}?EIO=4&transport=polling`);
    return new PollingSession(base, JSON.parse(body.slice(1)).sid);
  }

  /** Opens a session and joins a namespace. @param {string} base @param {string} nsp */
  static async join(base, nsp) {
    const session = await PollingSession.open(base);
    await session.post(nsp === "/" ? "40" : `40${nsp},`);
    const [packet, ...rest] = (await session.poll()).body.split("\x1e");
    session.socketId = JSON.parse(packet.slice(packet.indexOf("{"))).sid;
    session.greeting = rest;
    return session;
  }

  /** @param {string} base @param {string} sid */
  constructor(base, sid) {
    this.base = base;
    this.sid = sid;
    this.url = `${base}?EIO=4&transport=polling&sid=${sid}`;
    this.socketId = "";
    /** What followed the answer to the join. @type {string[]} */
    this.greeting = [];
  }

  poll() {
    return fetchRaw(this.url);
  }

  /** @param {string} body @param {Record<string, string>} headers */
  post(body, headers = {}) {
    return fetchRaw(this.url, { method: "POST", body, headers });
  }

  /**
   * Begins a request, and waits until the server has seen it.
   * @param {string} method @param {Record<string, string>} headers @param {string} part of the body
   */
  async begin(method, headers = {}, part = "") {
    const sent = request(this.url, { method, headers, agent: new Agent() });
    const answer = answerTo(sent);
    answer.catch(() => {}); // whoever cuts it does not ask for it
    const [socket] = await once(sent, "socket");
    if (socket.connecting) await once(socket, "connect");
    await new Promise((resolve) => {
      if (method === "GET") sent.end(resolve);
      else sent.write(part, resolve);
    });
    // The bytes are on their way. Requests that the server has answered since, on connections opened since, came after them.
    for (let i = 0; i < 2; ++i) await fetchRaw(`${this.base}?EIO=4&transport=polling&sid=nobody`);
    return { sent, answer };
  }

  /** Begins to poll. */
  beginPoll() {
    return this.begin("GET");
  }

  upgrade() {
    return RawSocket.open(`${this.base.replace("http", "ws")}?EIO=4&transport=websocket&sid=${this.sid}`);
  }
}

/** A WebSocket whose frames wait until they are asked for. Answers the server's pings unless told not to. */
export class RawSocket {
  /** @param {string} url @param {object} options */
  static async open(url, options = {}) {
    const socket = new RawSocket(new WebSocket(url, options));
    await once(socket.ws, "open");
    return socket;
  }

  /** A session of its own. @param {string} base the server's URL with the path */
  static async session(base) {
    const socket = await RawSocket.open(`${base.replace("http", "ws")}?EIO=4&transport=websocket`);
    socket.openPacket = await socket.next();
    return socket;
  }

  /** A session that has joined a namespace. @param {string} base @param {string} nsp */
  static async join(base, nsp) {
    const socket = await RawSocket.session(base);
    socket.send(nsp === "/" ? "40" : `40${nsp},`);
    const packet = await socket.next();
    socket.socketId = JSON.parse(packet.slice(packet.indexOf("{"))).sid;
    return socket;
  }

  /** @param {WebSocket} ws */
  constructor(ws) {
    this.ws = ws;
    this.pings = 0;
    this.answersPings = true;
    this.openPacket = "";
    this.socketId = "";
    /** @type {(string | Buffer)[]} */
    this.frames = [];
    /** @type {(() => void)[]} */
    this.waiting = [];
    /** The code of the close frame; 1005 when it has none. @type {Promise<number>} */
    this.closed = new Promise((resolve) =>
      ws.on("close", (/** @type {number} */ code) => {
        resolve(code);
        this.#wake();
      }),
    );
    ws.on("message", (data, isBinary) => {
      const frame = isBinary ? /** @type {Buffer} */ (data) : data.toString();
      if (frame === "2") {
        ++this.pings;
        if (this.answersPings) ws.send("3");
        return;
      }
      this.frames.push(frame);
      this.#wake();
    });
  }

  #wake() {
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** The next frame that is no ping; undefined when the socket has closed. @returns {Promise<any>} */
  async next() {
    while (this.frames.length === 0) {
      if (this.ws.readyState === WebSocket.CLOSED) return undefined;
      await new Promise((resolve) => this.waiting.push(() => resolve(undefined)));
    }
    return this.frames.shift();
  }

  /** @param {...(string | Buffer)} frames */
  send(...frames) {
    for (const frame of frames) this.ws.send(frame);
  }
}
