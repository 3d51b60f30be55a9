// When something was, as short as it stays clear: "14:03" today, "Mon 14:03" this week, then "3 Mar" or "3 Mar 2024".
import { locale } from "../messages/messages.ts";

const day = 24 * 60 * 60 * 1000;

/** `when` is ISO 8601, or seconds since 1970. Empty when it is neither. */
export function shortDate(when: string | number, now: Date, tag: string = locale()): string {
  const date = new Date(typeof when === "number" ? when * 1000 : when);
  if (Number.isNaN(date.getTime())) return "";
  const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options).format(date);
  if (date.toDateString() === now.toDateString()) return show({ hour: "2-digit", minute: "2-digit" });
  if (now.getTime() - date.getTime() < 6 * day) return show({ weekday: "short", hour: "2-digit", minute: "2-digit" });
  if (date.getFullYear() === now.getFullYear()) return show({ day: "numeric", month: "short" });
  return show({ day: "numeric", month: "short", year: "numeric" });
}
