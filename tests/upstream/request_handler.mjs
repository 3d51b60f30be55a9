// Routes the requests of the test upstream: chat completions, the model list, and the control calls of the command line.
import { errorBody, modelList } from "./chat_wire.mjs";
import { BadDirective, readDirective } from "./directive.mjs";
import { Exchange, sendJson } from "./exchange.mjs";
import { Gates } from "./gates.mjs";
import { Reply, ReplyClosed } from "./reply.mjs";
import { complaintAbout } from "./request_check.mjs";
import { LoggedRequest, RequestLog } from "./request_log.mjs";
import { scenarios } from "./scenarios/index.mjs";

const kModels = ["gpt-4o", "gpt-4o-mini", "gpt-4.1"];

/** Everything that the requests of one server share. Owned by the server, lives as long. */
export class RequestHandler {
  log = new RequestLog();
  gates = new Gates();
  /** @type {string[]} requests that OpenAI would refuse and directives that nobody knows: tests expect none */
  complaints = [];
  /** @type {Map<string, number>} */
  #counters = new Map();
  #served = 0;

  /** @param {string | undefined} apiKey the only key that is accepted; any, or none, if undefined */
  constructor(apiKey) {
    this.apiKey = apiKey;
  }

  /** @param {any} request @param {any} response @param {import("node:net").Socket | undefined} rawSocket */
  async handle(request, response, rawSocket) {
    const reply = new Reply(response, rawSocket);
    try {
      const logged = await receive(request);
      if (logged.path.startsWith("/control/")) return await this.#control(logged, reply);
      const wanted = wishOf(logged);
      if (wanted && !("mistake" in wanted)) Object.assign(logged, { scenario: wanted.scenario, question: wanted.question });
      this.log.add(logged);
      void reply.closed.then((how) => logged.end(how));
      await this.#route(logged, wanted, reply);
    } catch (error) {
      if (!(error instanceof ReplyClosed)) throw error;
    }
  }

  /** @param {LoggedRequest} request @param {Wish | undefined} wanted @param {Reply} reply */
  async #route(request, wanted, reply) {
    if (this.apiKey !== undefined && request.headers.authorization !== `Bearer ${this.apiKey}`) {
      return sendJson(reply, 401, errorBody("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"));
    }
    const route = `${request.method} ${request.path}`;
    if (route === "GET /v1/models") return sendJson(reply, 200, modelList(kModels));
    if (route !== "POST /v1/chat/completions") {
      return this.#refuse(reply, 404, `Unknown request URL: ${route}. Please check the URL for typos.`, "unknown_url");
    }
    return this.#chat(request, wanted, reply);
  }

  /** @param {LoggedRequest} request @param {Wish | undefined} wanted @param {Reply} reply */
  async #chat(request, wanted, reply) {
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
      return this.#refuse(reply, 400, "The content type of a chat request must be application/json.", null);
    }
    const complaint = complaintAbout(request.body);
    if (complaint) return this.#refuse(reply, 400, complaint.message, null, complaint.param);
    if (!wanted) throw new Error("a chat request without a complaint has messages");
    if ("mistake" in wanted) return this.#refuse(reply, 400, wanted.mistake, "bad_directive");
    this.#served += 1;
    const id = `chatcmpl-test${String(this.#served).padStart(8, "0")}`;
    try {
      await scenarios[wanted.scenario].run(new Exchange(request, wanted.params, reply, this.gates, this.#counters, id));
    } catch (error) {
      if (!(error instanceof BadDirective)) throw error;
      await this.#refuse(reply, 400, error.message, "bad_directive"); // a parameter that makes no sense
    }
  }

  /** @param {Reply} reply @param {number} status @param {string} message @param {string | null} code @param {string | null} [param] */
  async #refuse(reply, status, message, code, param = null) {
    this.complaints.push(message);
    await sendJson(reply, status, errorBody(message, "invalid_request_error", code, param));
  }

  /**
   * `POST /control/release?name=N[&count=C]` lets scenarios go on; `GET /control/requests` shows the log.
   * @param {LoggedRequest} request
   * @param {Reply} reply
   */
  async #control(request, reply) {
    const url = new URL(request.path, "http://localhost");
    if (url.pathname === "/control/release") {
      this.gates.release(url.searchParams.get("name") ?? "", Number(url.searchParams.get("count") ?? Infinity));
      return sendJson(reply, 200, {});
    }
    const { requests } = this.log;
    return sendJson(reply, 200, { requests: requests.map(({ rawBody, ended, ...shown }) => shown) });
  }
}

/** @typedef {import("./directive.mjs").Directive | {mistake: string}} Wish what a chat request wants to happen */

/** @param {LoggedRequest} request @returns {Wish | undefined} undefined if it is no chat request */
function wishOf(request) {
  if (complaintAbout(request.body)) return undefined;
  try {
    const directive = readDirective(request.body.messages);
    return Object.hasOwn(scenarios, directive.scenario) ? directive : { mistake: `there is no scenario ${directive.scenario}` };
  } catch (error) {
    return { mistake: /** @type {Error} */ (error).message };
  }
}

/** Reads a whole request. @param {any} incoming @returns {Promise<LoggedRequest>} */
async function receive(incoming) {
  const logged = new LoggedRequest();
  const parts = [];
  try {
    for await (const part of incoming) parts.push(part);
  } catch {
    throw new ReplyClosed(); // the client left before its request was complete
  }
  logged.method = incoming.method;
  logged.path = incoming.url;
  logged.httpVersion = incoming.httpVersion;
  logged.headers = { ...incoming.headers };
  logged.rawBody = Buffer.concat(parts).toString();
  try {
    logged.body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    logged.body = undefined; // not JSON, or not UTF-8: complaintAbout() says so
  }
  return logged;
}
