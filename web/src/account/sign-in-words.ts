// Words for a log-in or a registration that did not work.
import { Failure } from "../http.ts";

export function signInWords(failure: unknown, now: Date): string {
  if (!(failure instanceof Failure)) return "Something went wrong on this page. Reload it and try again.";
  switch (failure.code) {
    case "bad_credentials":
      return "This user name and password do not go together. Check both and try again.";
    case "username_taken":
      return "Somebody already uses this name. Choose another one, or log in if it is yours.";
    case "unreachable":
      return "The server cannot be reached. Check your connection and try again.";
    default:
  }
  if (failure.status === 429) return `Too many attempts. ${whenToRetry(failure.retryAfter, now)}`;
  if (failure.status >= 500) return "The server has a problem at the moment. Try again in a minute.";
  return failure.message || "The server did not accept this. Check both fields and try again.";
}

/** From a Retry-After header (RFC 9110, section 10.2.3): seconds to wait, or a date. */
export function whenToRetry(retryAfter: string | null, now: Date): string {
  const seconds = secondsToWait(retryAfter, now);
  if (seconds === null) return "Try again in a few minutes.";
  if (seconds < 90) return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  const minutes = Math.ceil(seconds / 60);
  const time = new Date(now.getTime() + seconds * 1000);
  return `Try again in ${minutes} minutes, at ${time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}.`;
}

function secondsToWait(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null || retryAfter.trim() === "") return null;
  const seconds = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - now.getTime()) / 1000);
  return Number.isFinite(seconds) ? Math.max(1, seconds) : null;
}
