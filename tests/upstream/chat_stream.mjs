// A streamed chat completion, event by event: what the scenarios play on.
import { chunk, usageChunk, usageOf } from "./chat_wire.mjs";
import { dataEvent } from "./sse.mjs";

export const kStreamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
};

/** One streamed answer; owned by its exchange. Methods throw ReplyClosed once the client has gone. */
export class ChatStream {
  /**
   * @param {{write(bytes: string | Uint8Array): Promise<void>}} sink
   * @param {import("./chat_wire.mjs").ChatHead} head
   * @param {import("./request_log.mjs").LoggedRequest} request
   * @param {import("./sse.mjs").Framing} [framing]
   */
  constructor(sink, head, request, framing = {}) {
    this.sink = sink;
    this.head = head;
    this.request = request;
    this.framing = framing;
  }

  /** The first chunk of every answer, which has the role and no text. */
  async role() {
    await this.send(chunk(this.head, { role: "assistant", content: "", refusal: null }));
  }

  /** @param {string} content */
  async delta(content) {
    await this.send(chunk(this.head, { content }));
    this.request.deltasSent += 1;
  }

  /** @param {Iterable<string>} contents */
  async deltas(contents) {
    for (const content of contents) await this.delta(content);
  }

  /** @param {string} reason */
  async finish(reason) {
    await this.send(chunk(this.head, {}, reason));
  }

  /** The usage, if the client asked for it. */
  async usage() {
    if (!this.head.usage) return;
    await this.send(usageChunk(this.head, usageOf(this.request.body.messages, this.request.deltasSent)));
  }

  /** `data: [DONE]`: after it comes nothing. */
  async done() {
    await this.raw(dataEvent("[DONE]", this.framing));
  }

  /** A whole answer, without ending the HTTP answer. @param {Iterable<string>} contents @param {string} [reason] */
  async play(contents, reason = "stop") {
    await this.role();
    await this.deltas(contents);
    await this.conclude(reason);
  }

  /** Everything after the last delta. @param {string} [reason] */
  async conclude(reason = "stop") {
    await this.finish(reason);
    await this.usage();
    await this.done();
  }

  /** @param {object} event */
  async send(event) {
    await this.raw(this.encode(event));
  }

  /** @param {object} event */
  encode(event) {
    return dataEvent(JSON.stringify(event, null, this.framing.multiLine ? 1 : undefined), this.framing);
  }

  /** @param {string | Uint8Array} bytes */
  async raw(bytes) {
    await this.sink.write(bytes);
  }
}
