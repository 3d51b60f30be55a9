// One TCP connection: HTTP requests one after another, and then perhaps a WebSocket. By hand on bare sockets, since ten
// thousand of them have to leave the machine to the server.
import { connect } from "node:net";
import { firstFrame, kClose, kCloseFrame, textFrame } from "./frames.mjs";

const kNothing = Buffer.alloc(0);

/** Where the server is. Clients come from many addresses: one alone has too few ports, and is limited by the server. */
export class Target {
  #turn = 0;

  /** @param {number} port */
  constructor(port) {
    this.port = port;
  }

  /** The address that the next line comes from. */
  get nextSource() {
    this.#turn = (this.#turn + 1) % 32;
    return `127.0.0.${2 + this.#turn}`;
  }
}

/** An HTTP/1.1 connection. One request at a time. */
export class Line {
  #socket;
  #received = kNothing;
  /** @type {{resolve: (answer: any) => void, reject: (error: Error) => void} | undefined} */
  #waiting;
  #ended = false;
  /** @type {(bytes: Buffer) => void} */
  #onData = (bytes) => this.#onAnswer(bytes);

  /** @param {Target} target @returns {Promise<Line>} */
  static open(target) {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: target.port, localAddress: target.nextSource, noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => resolve(new Line(socket)));
    });
  }

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on("error", () => {}); // "close" follows
    socket.on("data", (bytes) => this.#onData(bytes));
    socket.once("close", () => this.#onEnd());
  }

  /**
   * @param {"GET" | "POST"} method @param {string} path @param {string} [body]
   * @returns {Promise<{status: number, body: string}>} rejects when the line ends first
   */
  request(method, path, body) {
    const length = method === "POST" ? `Content-Length: ${body?.length ?? 0}\r\n` : "";
    return this.#ask(`${method} ${path} HTTP/1.1\r\nHost: soak\r\n${length}\r\n${body ?? ""}`);
  }

  /** Becomes a WebSocket. @param {string} path @returns {Promise<WebSocketLine>} rejects when it is refused */
  async upgrade(path) {
    const { status, body } = await this.#ask(
      `GET ${path} HTTP/1.1\r\nHost: soak\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c29hay1zb2FrLXNvYWstcw==\r\n\r\n",
    );
    if (status !== 101) throw new Error(`the upgrade was answered ${status} ${body}`);
    const socket = new WebSocketLine(this.#socket);
    this.#onData = (bytes) => socket.onData(bytes);
    socket.onData(this.#received);
    this.#received = kNothing;
    return socket;
  }

  /** Ends as when a machine dies: with a reset. */
  cut() {
    this.#socket.resetAndDestroy();
  }

  close() {
    this.#socket.end();
  }

  /** @param {string} request @returns {Promise<{status: number, body: string}>} */
  #ask(request) {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new Error("the line has ended"));
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  /** @param {Buffer} bytes */
  #onAnswer(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#received.toString("latin1", 0, headEnd);
    const end = headEnd + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.#received.toString("latin1", headEnd + 4, end) };
    this.#received = this.#received.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  #onEnd() {
    this.#ended = true;
    this.#waiting?.reject(new Error("the line ended before the answer"));
  }
}

/** A WebSocket whose messages are short texts. Answers the server's pings unless told not to. */
export class WebSocketLine {
  #socket;
  #received = kNothing;
  /** @type {string[]} */
  #messages = [];
  /** @type {{resolve: (message: string) => void, reject: (error: Error) => void} | undefined} */
  #waiting;
  #ended = false;
  answersPings = true;
  pings = 0;

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    /** Resolves when the line has ended, whoever ended it. @type {Promise<void>} */
    this.ended = new Promise((resolve) =>
      socket.once("close", () => {
        this.#ended = true;
        this.#waiting?.reject(new Error("the WebSocket ended before the message"));
        resolve();
      }),
    );
  }

  /** @param {string} text */
  send(text) {
    this.#socket.write(textFrame(text));
  }

  /** The next message that is no ping. @returns {Promise<string>} rejects when the line ends first */
  next() {
    return new Promise((resolve, reject) => {
      const message = this.#messages.shift();
      if (message !== undefined) return resolve(message);
      if (this.#ended) return reject(new Error("the WebSocket has ended"));
      this.#waiting = { resolve, reject };
    });
  }

  /** Closes as RFC 6455 wants it, and waits until the server has closed too. */
  async close() {
    this.#socket.write(kCloseFrame);
    await this.ended;
  }

  /** Ends as when a machine dies: with a reset. */
  cut() {
    this.#socket.resetAndDestroy();
  }

  /** @param {Buffer} bytes */
  onData(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    for (let frame; (frame = firstFrame(this.#received)); this.#received = this.#received.subarray(frame.end)) {
      if (frame.opcode === kClose) this.#socket.end(kCloseFrame);
      else this.#onMessage(frame.payload);
    }
  }

  /** @param {string} message */
  #onMessage(message) {
    if (message === "2") {
      this.pings += 1;
      if (this.answersPings) this.send("3");
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting.resolve(message);
    else this.#messages.push(message);
  }
}
