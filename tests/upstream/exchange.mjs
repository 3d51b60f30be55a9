// One chat request and its answer: what a scenario gets to play with.
import { ChatStream, kStreamHeaders } from "./chat_stream.mjs";
import { completion, usageOf } from "./chat_wire.mjs";

/**
 * @typedef {object} Scenario
 * @property {string} about one line for the list of scenarios, with the parameters in brackets
 * @property {(exchange: Exchange) => Promise<void>} run answers completely or breaks off
 * @typedef {Record<string, Scenario>} Scenarios
 */

/** Lives from the complete request to the end of the answer; owned by the server's request handler. */
export class Exchange {
  /**
   * @param {import("./request_log.mjs").LoggedRequest} request
   * @param {import("./directive.mjs").Params} params
   * @param {import("./reply.mjs").Reply} reply
   * @param {import("./gates.mjs").Gates} gates
   * @param {Map<string, number>} counters of the server, for scenarios that count requests
   * @param {string} id
   */
  constructor(request, params, reply, gates, counters, id) {
    this.request = request;
    this.params = params;
    this.reply = reply;
    this.counters = counters;
    this.gates = gates;
    const { model, stream_options: options } = request.body;
    this.head = { id, model, usage: options?.include_usage === true, obfuscation: options?.include_obfuscation !== false };
    this.chat = new ChatStream(reply, this.head, request);
  }

  /** A complete, regular answer, streamed or not as the client asked. @param {string[]} deltas @param {string} [reason] */
  async answer(deltas, reason = "stop") {
    if (this.request.body.stream === true) {
      this.reply.begin(200, kStreamHeaders);
      await this.chat.play(deltas, reason);
      await this.reply.end();
    } else {
      const usage = usageOf(this.request.body.messages, deltas.length);
      await this.json(200, completion(this.head, deltas.join(""), reason, usage));
    }
  }

  /** @param {number} status @param {object} body @param {Record<string, string>} [headers] */
  async json(status, body, headers = {}) {
    await sendJson(this.reply, status, body, headers);
  }

  /** Waits until a test releases the gate that the directive names (`name=`), or until the client has gone. */
  async gate() {
    await this.reply.until(this.gates.pass(this.params.text("name", undefined)));
  }
}

/** @param {import("./reply.mjs").Reply} reply @param {number} status @param {object} body @param {Record<string, string>} [headers] */
export async function sendJson(reply, status, body, headers = {}) {
  reply.begin(status, { "content-type": "application/json", ...headers });
  await reply.write(JSON.stringify(body));
  await reply.end();
}
