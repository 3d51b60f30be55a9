// Takes the bytes of one direction of a connection apart: HTTP messages and, once the connection has become a WebSocket, frames.

/** @typedef {{kind: "http" | "frame", bytes: Buffer, text: string}} WireMessage */

export class WireReader {
  /** @type {Buffer} */
  #rest = Buffer.alloc(0);
  #isWebSocket = false;

  /** What follows is frames (RFC 6455, section 4). */
  becomeWebSocket() {
    this.#isWebSocket = true;
  }

  /** @param {Buffer} bytes */
  push(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
  }

  /** The next whole message; undefined until more bytes come. @returns {WireMessage | undefined} */
  next() {
    return this.#isWebSocket ? this.#frame() : this.#http();
  }

  /** @param {number} length */
  #take(length) {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }

  /** @returns {WireMessage | undefined} */
  #http() {
    const headEnd = this.#rest.indexOf("\r\n\r\n");
    if (headEnd < 0) return undefined;
    const head = this.#rest.toString("latin1", 0, headEnd);
    const bodyStart = headEnd + 4;
    const length = /\r\ntransfer-encoding: *chunked/i.test(head)
      ? this.#chunkedLength(bodyStart)
      : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (length === undefined || this.#rest.length < bodyStart + length) return undefined;
    const bytes = this.#take(bodyStart + length);
    return { kind: "http", bytes, text: bytes.toString() };
  }

  /** The length of a chunked body (RFC 9112, section 7.1). @param {number} start */
  #chunkedLength(start) {
    const end = this.#rest.indexOf("0\r\n\r\n", start);
    return end < 0 ? undefined : end + 5 - start;
  }

  /** @returns {WireMessage | undefined} */
  #frame() {
    const rest = this.#rest;
    if (rest.length < 2) return undefined;
    const isMasked = (rest[1] & 0x80) !== 0;
    const short = rest[1] & 0x7f;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    const maskStart = 2 + extra;
    const payloadStart = maskStart + (isMasked ? 4 : 0);
    if (rest.length < payloadStart) return undefined;
    const length = extra === 2 ? rest.readUInt16BE(2) : extra === 8 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < payloadStart + length) return undefined;
    const bytes = this.#take(payloadStart + length);
    const payload = Buffer.from(bytes.subarray(payloadStart));
    if (isMasked) for (let i = 0; i < payload.length; ++i) payload[i] ^= bytes[maskStart + (i % 4)];
    return { kind: "frame", bytes, text: payload.toString() };
  }
}
