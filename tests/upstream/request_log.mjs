// Remembers every request the test upstream got and how it ended, and lets tests wait for one.

/** One request. Lives as long as its server's log. */
export class LoggedRequest {
  method = "";
  path = "";
  /** "1.1" or "2.0" */
  httpVersion = "";
  /** @type {import("node:http").IncomingHttpHeaders} */
  headers = {};
  rawBody = "";
  /** @type {any} the parsed body, undefined if it is not JSON */
  body = undefined;
  scenario = "";
  question = "";
  /** Deltas with text that are on their way. */
  deltasSent = 0;
  /** Whether the client left before the answer was complete. */
  aborted = false;
  /** @type {Promise<Ending>} how the exchange ended */
  ended;
  /** @type {(ending: Ending) => void} */
  #end;

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /**
   * @typedef {"finished" | "aborted" | "cut"} Ending answered completely; given up by the client; cut by the scenario
   * @param {Ending} how
   */
  end(how) {
    this.aborted = how === "aborted";
    this.#end(how);
  }
}

/** The log of one server, newest last. */
export class RequestLog {
  /** @type {LoggedRequest[]} */
  requests = [];
  /** @type {{predicate: (request: LoggedRequest) => boolean, resolve: (request: LoggedRequest) => void}[]} */
  #waiting = [];

  /** Adds a request whose head and body are complete. @param {LoggedRequest} request */
  add(request) {
    this.requests.push(request);
    this.#waiting = this.#waiting.filter(({ predicate, resolve }) => {
      if (!predicate(request)) return true;
      resolve(request);
      return false;
    });
  }

  /**
   * The first request, of those that came and those to come, that the predicate likes.
   * @param {(request: LoggedRequest) => boolean} predicate
   * @returns {Promise<LoggedRequest>}
   */
  waitFor(predicate) {
    const found = this.requests.find(predicate);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => this.#waiting.push({ predicate, resolve }));
  }
}
