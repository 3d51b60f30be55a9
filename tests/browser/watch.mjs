// Watches a page for what a user never sees but should not happen: script errors, console errors, failed requests.
import assert from "node:assert/strict";

/** Everything that went wrong on one page and was not expected; lives as long as the page. */
export class Watch {
  /** @type {string[]} */
  #complaints = [];
  /** @type {RegExp[]} */
  #expected = [];

  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    page.on("pageerror", (error) => this.#note(`page error: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      this.#note(`console ${message.type()}: ${message.text()} at ${message.location().url}`);
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // What is under way when a test leaves the page is given up by the browser, as is a poll when the line becomes a
      // WebSocket. The page itself never gives up a call.
      const reads = request.method() === "GET" && /\/(api|assets)\//.test(request.url());
      const given = reads || /\/socket\.io\/|\/assets\/icon-/.test(request.url());
      if (reason === "net::ERR_ABORTED" && given) return;
      this.#note(`failed request: ${request.method()} ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.#note(`response: ${response.status()} ${response.request().method()} ${response.url()}`);
    });
  }

  /** What this test brings about itself. @param {...RegExp} patterns */
  expect(...patterns) {
    this.#expected.push(...patterns);
  }

  /** An answer of that status to a call, and the console's line about it. @param {number} status @param {string} path */
  expectStatus(status, path) {
    this.expect(new RegExp(`^response: ${status} \\w+ .*${path}$`), new RegExp(`status of ${status} .* at .*${path}$`));
  }

  /** The server is away for a while. */
  expectLostLine() {
    this.expect(/ERR_(CONNECTION|INTERNET|EMPTY_RESPONSE|SOCKET|NETWORK)/, /WebSocket connection to/);
  }

  /** Everything so far, also what was expected. */
  get complaints() {
    return this.#complaints;
  }

  check() {
    const unexpected = this.#complaints.filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
    assert.deepEqual(unexpected, [], "the page had problems that nobody expected");
  }

  /** @param {string} line */
  #note(line) {
    this.#complaints.push(line);
  }
}
