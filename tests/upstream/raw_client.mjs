// Asks the test upstream with bare sockets, to see what is really on the wire.
import http2 from "node:http2";
import net from "node:net";
import { once } from "node:events";

/** A chat request's body. @param {string} content @param {object} [more] */
export function chatBody(content, more = {}) {
  return JSON.stringify({ model: "gpt-4o", stream: true, messages: [{ role: "user", content }], ...more });
}

/** Opens a connection and sends a chat request over HTTP/1.1. @param {number} port @param {string} content @param {object} [more] */
export function sendRaw(port, content, more) {
  const body = chatBody(content, more);
  const socket = net.connect(port, "127.0.0.1");
  socket.write(
    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n" +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

/**
 * Everything the server sends until it closes, and whether that was a complete answer.
 * @param {number} port
 * @param {string} content
 * @param {object} [more]
 */
export async function askRaw(port, content, more) {
  const socket = sendRaw(port, content, more);
  /** @type {Buffer[]} */
  const parts = [];
  socket.on("data", (part) => parts.push(part));
  socket.on("error", () => {}); // a reset: 'close' follows
  await new Promise((resolve) => socket.once("close", resolve));
  return parseAnswer(Buffer.concat(parts));
}

/** Reads a socket until what came contains `text`. @param {net.Socket} socket @param {string} text */
export async function readUntil(socket, text) {
  let got = "";
  while (!got.includes(text)) got += (await once(socket, "data"))[0];
  return got;
}

/** @param {Buffer} bytes an HTTP/1.1 answer, maybe an incomplete one */
function parseAnswer(bytes) {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return { status: 0, head: "", chunks: [], body: Buffer.alloc(0), complete: false };
  const head = bytes.subarray(0, headEnd).toString();
  const rest = bytes.subarray(headEnd + 4);
  const { chunks, complete } = /transfer-encoding: chunked/i.test(head) ? dechunk(rest) : { chunks: [rest], complete: true };
  return { status: Number(head.split(" ")[1]), head, chunks, body: Buffer.concat(chunks), complete };
}

/** RFC 9112, section 7.1. @param {Buffer} bytes */
function dechunk(bytes) {
  const chunks = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return { chunks, complete: false };
    const size = parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    if (size === 0) return { chunks, complete: true };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

/**
 * Asks over HTTP/2 and collects the answer until the stream closes.
 * @param {number} port
 * @param {string} content
 * @param {string | Buffer} ca
 */
export async function askHttp2(port, content, ca) {
  const session = http2.connect(`https://127.0.0.1:${port}`, { ca });
  const sessionClosed = new Promise((resolve) => session.once("close", resolve));
  session.on("error", () => {});
  const stream = session.request({ ":method": "POST", ":path": "/v1/chat/completions", "content-type": "application/json" });
  stream.on("error", () => {});
  stream.end(chatBody(content));
  /** @type {Buffer[]} */
  const parts = [];
  let status = 0;
  let ended = false;
  stream.on("response", (headers) => (status = Number(headers[":status"])));
  stream.on("data", (part) => parts.push(part));
  stream.on("end", () => (ended = true));
  await new Promise((resolve) => stream.once("close", resolve));
  const { rstCode } = stream;
  session.close();
  await sessionClosed;
  return { status, body: Buffer.concat(parts), complete: ended && rstCode === 0, rstCode };
}

/** The data of every event in a body with LF, CR LF or CR line ends. @param {Buffer | string} body */
export function eventsOf(body) {
  return body
    .toString()
    .split(/(?:\r\n|\n|\r){2}/)
    .map((event) => event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data: ")))
    .map((lines) => lines.map((line) => line.slice("data: ".length)).join("\n"))
    .filter(Boolean);
}

/** The text of a streamed answer. @param {Buffer | string} body */
export function textOfBody(body) {
  return eventsOf(body)
    .filter((data) => data !== "[DONE]")
    .map((data) => JSON.parse(data).choices[0]?.delta?.content ?? "")
    .join("");
}
