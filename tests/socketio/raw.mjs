// Engine.IO by hand: single requests and frames, for what the official client never sends.
import { once } from "node:events";
import { Agent, request } from "node:http";
import { WebSocket } from "ws";

/**
 * One HTTP request on a connection of its own.
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, body?: string}} options
 * @returns {Promise<{status: number, headers: import("node:http").IncomingHttpHeaders, body: string}>}
 */
export function fetchRaw(url, { method = "GET", headers = {}, body } = {}) {
  const sent = request(url, { method, headers, agent: new Agent() });
  const answer = answerTo(sent);
  sent.end(body);
  return answer;
}

/** @param {import("node:http").ClientRequest} sent @returns {ReturnType<typeof fetchRaw>} */
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

/** A session by polling. */
export class PollingSession {
  /** @param {string} base the server's URL with the path */
  static async open(base) {
    const { body } = await fetchRaw(`${base}?EIO=4&transport=polling`);
    return new PollingSession(base, JSON.parse(body.slice(1)).sid);
  }

  /** @param {string} base @param {string} sid */
  constructor(base, sid) {
    this.base = base;
    this.sid = sid;
    this.url = `${base}?EIO=4&transport=polling&sid=${sid}`;
  }

  poll() {
    return fetchRaw(this.url);
  }

  /** @param {string} body @param {Record<string, string>} headers */
  post(body, headers = {}) {
    return fetchRaw(this.url, { method: "POST", body, headers });
  }

  /** Begins to poll, and waits until the server has the request. @returns {Promise<{answer: ReturnType<typeof fetchRaw>}>} */
  async beginPoll() {
    const sent = request(this.url, { agent: new Agent() });
    const answer = answerTo(sent);
    sent.end();
    await once(sent, "finish");
    // What is written on one connection is not seen in order with another: a round trip gives the server its time.
    await this.post("6");
    await this.post("6");
    return { answer };
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

  /** @param {WebSocket} ws */
  constructor(ws) {
    this.ws = ws;
    this.pings = 0;
    this.answersPings = true;
    /** @type {(string | Buffer)[]} */
    this.frames = [];
    /** @type {(() => void)[]} */
    this.waiting = [];
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
