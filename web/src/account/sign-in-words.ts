// Words for a log-in or a registration that did not work.
import { Failure } from "../http.ts";
import { locale, words } from "../messages/messages.ts";
import { refusalSaid } from "../messages/server-text.ts";

export function signInWords(failure: unknown, now: Date): string {
  const { account } = words();
  if (!(failure instanceof Failure)) return account.pageProblem;
  switch (failure.code) {
    case "bad_credentials":
      return account.badCredentials;
    case "username_taken":
      return account.usernameTaken;
    case "unreachable":
      return account.unreachable;
    default:
  }
  if (failure.status === 429) return account.tooManyAttempts(whenToRetry(failure.retryAfter, now));
  if (failure.status >= 500) return account.serverProblem;
  return refusalSaid(failure.message) || account.notAccepted;
}

/** From a Retry-After header (RFC 9110, section 10.2.3): seconds to wait, or a date. */
export function whenToRetry(retryAfter: string | null, now: Date): string {
  const { account } = words();
  const seconds = secondsToWait(retryAfter, now);
  if (seconds === null) return account.retryLater;
  if (seconds < 90) return account.retryInSeconds(seconds);
  const time = new Date(now.getTime() + seconds * 1000);
  const clock = new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" });
  return account.retryInMinutes(Math.ceil(seconds / 60), clock.format(time));
}

function secondsToWait(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null || retryAfter.trim() === "") return null;
  const seconds = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - now.getTime()) / 1000);
  return Number.isFinite(seconds) ? Math.max(1, seconds) : null;
}
