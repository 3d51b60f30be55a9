// Long-polling by hand through a proxy, for what the official client hides: statuses, single polls, large bodies.

/** A session by polling; joined to "/" unless told otherwise. */
export class Polling {
  /** @param {string} url of the proxy */
  static async joined(url) {
    const path = `${url}/socket.io/?EIO=4&transport=polling`;
    const { sid } = JSON.parse((await (await fetch(path)).text()).slice(1));
    const session = new Polling(`${path}&sid=${sid}`);
    await session.post("40");
    await session.poll();
    return session;
  }

  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /** @param {AbortSignal} [signal] cuts the line */
  poll(signal) {
    return answerTo(fetch(this.path, { signal }));
  }

  /** @param {string} body */
  post(body) {
    return answerTo(fetch(this.path, { method: "POST", body }));
  }
}

/** @param {Promise<Response>} response */
async function answerTo(response) {
  const { status } = await response;
  return { status, body: await (await response).text() };
}
