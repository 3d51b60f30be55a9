// What the model was asked: how often for each question.

/** Follows the test upstream; lives as long. */
export class Traffic {
  /** @type {Map<string, number>} by the question's words */
  #requests = new Map();
  #upstream;
  #news;
  #known = 0;

  /** @param {import("../../upstream/server.mjs").Upstream} upstream @param {import("node:events").EventEmitter} news gets "asked" and "answered" */
  constructor(upstream, news) {
    this.#upstream = upstream;
    this.#news = news;
    this.#follow();
  }

  /** @param {string} words of a question */
  requestsFor(words) {
    return this.#requests.get(words) ?? 0;
  }

  /** Takes each request as it comes, which is when the log asks its predicates. */
  #follow() {
    void this.#upstream.waitForRequest((request) => {
      if (this.#upstream.requests.indexOf(request, this.#known) < 0) return false;
      this.#known = this.#upstream.requests.length;
      this.#requests.set(request.question, this.requestsFor(request.question) + 1);
      this.#news.emit("asked", request);
      void request.ended.then(() => this.#news.emit("answered", request));
      return false;
    });
  }
}
