// The bytes of one HTTP answer, the same over HTTP/1.1 and HTTP/2, with the ways to break it off.
import { constants } from "node:http2";

/** The client has gone, or the scenario has cut the line: unwinds a scenario that still wanted to write. */
export class ReplyClosed extends Error {}

/** One answer; owned by its exchange. Every method but `closed` throws ReplyClosed once the line is gone. */
export class Reply {
  #response;
  #rawSocket;
  #cut = false;
  #ended = false;
  #flushed = false;
  /** @type {Promise<"finished" | "aborted" | "cut">} */
  closed;

  /**
   * @param {any} response of node:http or of node:http2's compatibility API
   * @param {import("node:net").Socket | undefined} rawSocket the TCP connection below TLS and HTTP/2
   */
  constructor(response, rawSocket) {
    this.#response = response;
    this.#rawSocket = rawSocket;
    response.once("finish", () => (this.#flushed = true));
    response.on("error", () => {}); // writing to a client that has left: 'close' follows and says so
    this.closed = new Promise((resolve) => {
      response.once("close", () => resolve(this.#cut ? "cut" : this.#complete ? "finished" : "aborted"));
    });
  }

  /** Sends status and headers at once. @param {number} status @param {Record<string, string>} headers */
  begin(status, headers) {
    if (this.#gone) throw new ReplyClosed();
    this.#response.writeHead(status, headers);
    this.#response.flushHeaders?.();
  }

  /** Resolves when the bytes are handed to the system, so that a cut after it leaves them on the wire. @param {string | Uint8Array} bytes */
  async write(bytes) {
    if (this.#gone) throw new ReplyClosed();
    const written = new Promise((resolve) => this.#response.write(bytes, resolve));
    await Promise.race([written, this.closed]);
    if (this.#gone) throw new ReplyClosed();
  }

  /** Ends the answer as HTTP wants it ended. */
  async end() {
    if (this.#gone) throw new ReplyClosed();
    this.#ended = true;
    this.#response.end();
    await this.closed;
  }

  /**
   * Breaks the answer off.
   * @param {"close" | "reset" | "stream"} how the connection is closed (FIN), is reset (RST), or only this HTTP/2 stream
   *   is (RST_STREAM INTERNAL_ERROR; over HTTP/1.1, which has no streams, the connection is closed)
   */
  async cut(how) {
    if (this.#gone) throw new ReplyClosed();
    this.#cut = true;
    if (how === "stream" && this.#response.stream) this.#response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    else if (how === "reset") this.#rawSocket?.resetAndDestroy();
    else this.#rawSocket?.destroy();
    await this.closed;
  }

  /** Waits for something else than the line, but not longer than there is a line. @template T @param {Promise<T>} event @returns {Promise<T>} */
  async until(event) {
    const gone = this.closed.then(() => {
      throw new ReplyClosed();
    });
    return Promise.race([event, gone]);
  }

  /** Whether the client took the whole answer: a stream that it cancels is flushed too, with nowhere to go. */
  get #complete() {
    return this.#ended && this.#flushed && (this.#response.stream?.rstCode ?? constants.NGHTTP2_NO_ERROR) === constants.NGHTTP2_NO_ERROR;
  }

  get #gone() {
    return this.#cut || this.#response.destroyed || this.#response.writableEnded || this.#response.stream?.destroyed === true;
  }
}
