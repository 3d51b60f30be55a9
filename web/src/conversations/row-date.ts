// When a conversation was used last, as far as its group does not say it: "14:03", "Mon", "3 Mar", "3 Mar 2024".
import { locale } from "../messages/messages.ts";
import type { GroupName } from "./groups.ts";

/** `seconds` since 1970. */
export function rowDate(seconds: number, group: GroupName, now: Date, tag: string = locale()): string {
  const date = new Date(seconds * 1000);
  const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options).format(date);
  if (group === "today" || group === "yesterday") return show({ hour: "2-digit", minute: "2-digit" });
  if (group === "lastDays") return show({ weekday: "short" });
  if (date.getFullYear() === now.getFullYear()) return show({ day: "numeric", month: "short" });
  return show({ day: "numeric", month: "short", year: "numeric" });
}
