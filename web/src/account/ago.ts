// How long ago something was, as people say it: "5 minutes ago", "yesterday".
import { locale } from "../messages/messages.ts";

// In seconds.
const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Both in seconds since 1970. Clocks differ: what seems to come is now. */
export function ago(at: number, now: number, tag: string = locale()): string {
  const passed = Math.max(0, now - at);
  const [unit, length] = units.find(([, seconds]) => passed >= seconds) ?? ["second", Infinity];
  return new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(-Math.floor(passed / length) || 0, unit);
}
