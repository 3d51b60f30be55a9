// The calls about one's own account.
import { call } from "../http.ts";

export interface Session {
  /** Names the session in these calls; it is not its secret. */
  readonly id: string;
  // Seconds since 1970.
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly address: string;
  /** What the browser calls itself: its User-Agent header, or empty. */
  readonly agent: string;
  /** The one that asks. */
  readonly current: boolean;
}

/** Where everything about the account is downloaded. */
export const exportAddress = "/api/account/export";

/** Ends every other session. */
export async function changePassword(current: string, next: string): Promise<void> {
  await call("POST", "/api/account/password", { current_password: current, new_password: next });
}

/** The current one first. */
export async function fetchSessions(): Promise<readonly Session[]> {
  return ((await call("GET", "/api/account/sessions")) as { sessions: Session[] }).sessions;
}

export async function endSession(id: string): Promise<void> {
  await call("DELETE", `/api/account/sessions/${encodeURIComponent(id)}`);
}

/** Returns how many there were. */
export async function endOtherSessions(): Promise<number> {
  return ((await call("POST", "/api/account/sessions/end-others")) as { ended: number }).ended;
}

export async function deleteAccount(password: string): Promise<void> {
  await call("DELETE", "/api/account", { password });
}
