// Starts the test upstream: a server that speaks OpenAI's Chat Completions API and misbehaves when a question asks it to.
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { once } from "node:events";
import { RequestHandler } from "./request_handler.mjs";

/**
 * @typedef {object} UpstreamOptions
 * @property {{key: string, cert: string}} [tls] key and certificate in PEM; without it the server speaks cleartext HTTP/1.1
 * @property {boolean} [http2] offers HTTP/2 (needs `tls`); HTTP/1.1 clients are still served
 * @property {string} [apiKey] the only key that is accepted
 * @property {string} [host]
 * @property {number} [port] 0, the default, takes a free one
 */

/** A running test upstream; whoever started it closes it. */
export class Upstream {
  #server;
  #handler;
  /** @type {Map<number, import("node:net").Socket>} TCP connections by the client's port */
  #sockets = new Map();
  #scheme;

  /** @param {UpstreamOptions} options */
  constructor(options) {
    this.#handler = new RequestHandler(options.apiKey);
    this.#scheme = options.tls ? "https" : "http";
    const onRequest = (/** @type {any} */ request, /** @type {any} */ response) => {
      const rawSocket = this.#sockets.get(request.socket.remotePort);
      void this.#handler.handle(request, response, rawSocket);
    };
    this.#server = createServer(options, onRequest);
    this.#server.on("connection", (/** @type {import("node:net").Socket} */ socket) => {
      const port = /** @type {number} */ (socket.remotePort);
      socket.setNoDelay(true);
      this.#sockets.set(port, socket);
      socket.once("close", () => this.#sockets.delete(port));
    });
    // A client that does not trust the certificate, or resets: its business, not a failure of this server.
    this.#server.on("tlsClientError", () => {});
    this.#server.on("sessionError", () => {});
  }

  /** @param {number} port @param {string} host */
  async listen(port, host) {
    this.#server.listen(port, host);
    await once(this.#server, "listening");
  }

  get port() {
    return /** @type {import("node:net").AddressInfo} */ (this.#server.address()).port;
  }

  /** What goes into OPENAI_BASE_URL. */
  get url() {
    return `${this.#scheme}://127.0.0.1:${this.port}/v1`;
  }

  /** Every request so far, oldest first. */
  get requests() {
    return this.#handler.log.requests;
  }

  /** What OpenAI would have refused, and directives nobody knows: a test expects this to stay empty. */
  get complaints() {
    return this.#handler.complaints;
  }

  /** TCP connections that are open now. */
  get connections() {
    return this.#sockets.size;
  }

  /** @param {(request: import("./request_log.mjs").LoggedRequest) => boolean} predicate */
  waitForRequest(predicate) {
    return this.#handler.log.waitFor(predicate);
  }

  /** Lets the scenarios that wait at the gate `name` go on. @param {string} name @param {number} [count] all of them unless told */
  release(name, count) {
    this.#handler.gates.release(name, count);
  }

  /** Stops listening and drops every connection. */
  async close() {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets.values()) socket.destroy();
    await closed;
  }
}

/** @param {UpstreamOptions} options @param {(request: any, response: any) => void} onRequest @returns {any} */
function createServer(options, onRequest) {
  if (!options.tls) {
    if (options.http2) throw new Error("HTTP/2 is served over TLS only: give a certificate");
    return http.createServer(onRequest);
  }
  if (options.http2) return http2.createSecureServer({ ...options.tls, allowHTTP1: true }, onRequest);
  return https.createServer(options.tls, onRequest);
}

/** @param {UpstreamOptions} [options] @returns {Promise<Upstream>} */
export async function startUpstream(options = {}) {
  const upstream = new Upstream(options);
  await upstream.listen(options.port ?? 0, options.host ?? "127.0.0.1");
  return upstream;
}
