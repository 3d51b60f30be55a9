// The list by when its conversations were used last. Pure.
import type { ConversationSummary } from "../contract.ts";

export const groupNames = ["today", "yesterday", "lastDays", "older"] as const;
export type GroupName = (typeof groupNames)[number];

export interface Group<Row> {
  readonly name: GroupName;
  readonly rows: readonly Row[];
}

/** The group of a moment, by the days of the visitor's clock. `seconds` since 1970. */
export function groupOf(seconds: number, now: Date): GroupName {
  const midnight = (daysAgo: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).getTime();
  const time = seconds * 1000;
  if (time >= midnight(0)) return "today";
  if (time >= midnight(1)) return "yesterday";
  return time >= midnight(6) ? "lastDays" : "older";
}

/** The groups that have rows, newest first; the rows stay in their order. */
export function groupsOf<Row extends ConversationSummary>(rows: readonly Row[], now: Date): Group<Row>[] {
  return groupNames
    .map((name) => ({ name, rows: rows.filter(({ updated_at }) => groupOf(updated_at, now) === name) }))
    .filter((group) => group.rows.length > 0);
}
