// The part of the list that was read, and how it changes. Pure.
import type { ConversationPage, ConversationSummary } from "../contract.ts";

export const nothingRead: ConversationPage = { conversations: [], next: null };

/** `known` after its newest page was read again. */
export function refreshed(known: ConversationPage, page: ConversationPage): ConversationPage {
  const first = known.conversations[0];
  const last = page.conversations.at(-1);
  if (!first || !last || page.next === null) return page;
  // So much has happened that something may lie between the page and what is known.
  if (last.updated_at > first.updated_at) return page;
  const listed = new Set(page.conversations.map(({ id }) => id));
  const older = known.conversations.filter(({ id, updated_at }) => !listed.has(id) && updated_at <= last.updated_at);
  return older.length === 0 ? page : { conversations: [...page.conversations, ...older], next: known.next };
}

/** `known` with the page that follows it. */
export function extended<Row extends ConversationSummary>(known: ConversationPage<Row>, page: ConversationPage<Row>): ConversationPage<Row> {
  const listed = new Set(known.conversations.map(({ id }) => id));
  return { conversations: [...known.conversations, ...page.conversations.filter(({ id }) => !listed.has(id))], next: page.next };
}

export function without<Row extends ConversationSummary>(known: ConversationPage<Row>, gone: string): ConversationPage<Row> {
  return { ...known, conversations: known.conversations.filter(({ id }) => id !== gone) };
}

export function renamed<Row extends ConversationSummary>(known: ConversationPage<Row>, id: string, title: string): ConversationPage<Row> {
  return { ...known, conversations: known.conversations.map((row) => (row.id === id ? { ...row, title } : row)) };
}

/** `known` with one that came back, unless it belongs to what has not been read yet. */
export function withRestored(known: ConversationPage, row: ConversationSummary): ConversationPage {
  const rest = known.conversations.filter(({ id }) => id !== row.id);
  const place = rest.findIndex(({ updated_at }) => updated_at <= row.updated_at);
  if (place >= 0) return { ...known, conversations: [...rest.slice(0, place), row, ...rest.slice(place)] };
  return known.next === null ? { ...known, conversations: [...rest, row] } : { ...known, conversations: rest };
}
