// Calls to the server's HTTP API. Each returns its result or throws a Failure that knows what the server said.
import type { Config, Me, ReceiptPage } from "./contract.ts";

export class Failure extends Error {
  /** The HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** `message` is the server's own sentence, or empty. */
  readonly code: string;
  /** The Retry-After header as it came. */
  readonly retryAfter: string | null;

  constructor(status: number, code: string, message: string, retryAfter: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** An answer that takes longer will not come, in milliseconds: a network that swallows everything must not hold the page up. */
const patience = 45_000;

/** The answer's JSON; null when it has none. `signal` gives the call up. Throws a Failure. */
export async function call(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: object, signal?: AbortSignal): Promise<unknown> {
  const request: RequestInit = {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    signal: signal ? whicheverFirst(signal, AbortSignal.timeout(patience)) : AbortSignal.timeout(patience),
  };
  if (body) {
    request.headers = { Accept: "application/json", "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, request);
    text = await response.text();
  } catch {
    throw new Failure(0, "unreachable", "");
  }
  const answer = parsed(text);
  if (response.ok) return answer;
  const error = (answer as { error?: { code?: string; message?: string } } | null)?.error;
  throw new Failure(response.status, error?.code ?? `http_${response.status}`, error?.message ?? "", response.headers.get("Retry-After"));
}

/** AbortSignal.any() is younger than the browsers that the page is built for. */
function whicheverFirst(...signals: readonly AbortSignal[]): AbortSignal {
  const first = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) first.abort();
    signal.addEventListener("abort", () => first.abort(), { once: true });
  }
  return first.signal;
}

function parsed(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export async function logIn(credentials: Credentials): Promise<void> {
  await call("POST", "/auth/login", credentials);
}

export async function register(credentials: Credentials): Promise<void> {
  await call("POST", "/auth/register", credentials);
}

export async function logOut(): Promise<void> {
  await call("POST", "/auth/logout");
}

export async function fetchMe(): Promise<Me> {
  return (await call("GET", "/api/me")) as Me;
}

export async function fetchConfig(): Promise<Config> {
  return (await call("GET", "/api/config")) as Config;
}

/** The newest receipts, or those that are older than `before`. */
export async function fetchReceipts(before: number | null): Promise<ReceiptPage> {
  return (await call("GET", before === null ? "/api/receipts" : `/api/receipts?before=${before}`)) as ReceiptPage;
}
