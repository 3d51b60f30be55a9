// POST /auth/register and /auth/login, and the session in a request's cookie.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = /** @type {(password: string, salt: Buffer, length: number) => Promise<Buffer>} */ (promisify(scrypt));
const kLongestBody = 10_000;

/** @param {string} password */
async function hashed(password) {
  const salt = randomBytes(16);
  return `${salt.toString("hex")}$${(await derive(password, salt, 32)).toString("hex")}`;
}

/** @param {string} password @param {string} stored */
async function matches(password, stored) {
  const [salt, key] = stored.split("$").map((part) => Buffer.from(part, "hex"));
  return timingSafeEqual(await derive(password, salt, 32), key);
}

/** @param {import("node:http").IncomingMessage} request @returns {Promise<{username?: unknown, password?: unknown}>} */
async function bodyOf(request) {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += part;
    if (text.length > kLongestBody) return {};
  }
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** @param {string | undefined} header @returns {string | undefined} the token in a request's cookie header */
export function sessionToken(header) {
  return /(?:^|;\s*)ailab_session=([^;]+)/.exec(header ?? "")?.[1];
}

/** Answers the HTTP requests that are not Socket.IO's. @param {import("./desk.mjs").Desk} desk */
export function authHandler(desk) {
  /** @type {Record<string, (name: string, password: string) => Promise<Answer>>} */
  const routes = {
    "POST /auth/register": async (name, password) => {
      if (!/^[\w.-]{3,32}$/.test(name)) return refusal(422, "invalid_username", "Choose a name of 3 to 32 letters and digits.");
      if (password.length < 8) return refusal(422, "weak_password", "Choose a password of at least 8 characters.");
      const token = await desk.change("register", name, await hashed(password));
      if (!token) return refusal(409, "username_taken", "This name is taken. Choose another one.");
      return { status: 201, body: { username: name }, token };
    },
    "POST /auth/login": async (name, password) => {
      const account = desk.account(name);
      // A stranger's password is hashed too: the time must not tell who has an account.
      const known = await matches(password, account?.password ?? `${"00".repeat(16)}$${"00".repeat(32)}`);
      if (!account || !known) return refusal(401, "bad_credentials", "The name or the password is wrong.");
      return { status: 200, body: { username: name }, token: await desk.change("openSession", account.id) };
    },
  };
  return async (/** @type {import("node:http").IncomingMessage} */ request, /** @type {import("node:http").ServerResponse} */ response) => {
    const route = routes[`${request.method} ${request.url}`];
    if (!route) return send(response, refusal(404, "not_found", "There is nothing at this address."));
    const { username, password } = await bodyOf(request);
    send(response, await route(String(username ?? ""), String(password ?? "")));
  };
}

/** @typedef {{status: number, body: object, token?: string}} Answer */

/** @param {number} status @param {string} code @param {string} message @returns {Answer} */
const refusal = (status, code, message) => ({ status, body: { error: { code, message } } });

/** @param {import("node:http").ServerResponse} response @param {Answer} answer */
function send(response, { status, body, token }) {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  const cookie = token ? { "set-cookie": `ailab_session=${token}; Path=/; HttpOnly; SameSite=Lax` } : {};
  response.writeHead(status, { ...headers, ...cookie }).end(JSON.stringify(body));
}
