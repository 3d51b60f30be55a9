// A browser's HTTP without the browser: fetch with a cookie.

/** One visitor of one server, with the session cookie that the server gave last. */
export class HttpClient {
  cookie = "";

  /** @param {string} url of the server */
  constructor(url) {
    this.url = url;
  }

  /**
   * Sends a request and keeps the session cookie that comes back. Redirects are not followed.
   * @param {string} method
   * @param {string} path
   * @param {{json?: unknown, form?: Record<string, string>, body?: string, headers?: Record<string, string>}} [options]
   */
  async send(method, path, { json, form, body, headers = {} } = {}) {
    const response = await fetch(this.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...headers,
      },
      body: json === undefined ? (form ? new URLSearchParams(form) : body) : JSON.stringify(json),
    });
    for (const line of response.headers.getSetCookie()) {
      const pair = /^ailab_session=[^;]*/.exec(line)?.[0];
      if (pair) this.cookie = pair === "ailab_session=" ? "" : pair;
    }
    return new Answer(response, await response.text());
  }

  /** @param {string} path */
  get(path) {
    return this.send("GET", path);
  }

  /** @param {string} path @param {unknown} json */
  post(path, json) {
    return this.send("POST", path, { json });
  }
}

/** A response that has been read to its end. */
class Answer {
  /** @param {Response} response @param {string} text */
  constructor(response, text) {
    this.status = response.status;
    this.headers = response.headers;
    this.text = text;
  }

  /** @returns {any} */
  get json() {
    return JSON.parse(this.text);
  }

  /** The code of an error, undefined for other answers. @returns {string | undefined} */
  get code() {
    return this.status >= 400 ? this.json.error.code : undefined;
  }
}
