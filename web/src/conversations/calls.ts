// The server's calls about conversations. They throw a Failure as all calls do.
import type { Conversation, ConversationPage, ConversationSummary, FoundConversation } from "../contract.ts";
import { call } from "../http.ts";

const all = "/api/conversations";
const one = (id: string) => `${all}/${encodeURIComponent(id)}`;

function query(parameters: Readonly<Record<string, string | number | null>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

/** The conversations used last, or those that follow `before`. */
export async function fetchConversations(before: string | null): Promise<ConversationPage> {
  return (await call("GET", all + query({ before }))) as ConversationPage;
}

/** A page may be empty and yet be followed by another: the server looks through so much at a time. */
export async function searchConversations(search: string, before: string | null, signal: AbortSignal): Promise<ConversationPage<FoundConversation>> {
  return (await call("GET", all + query({ search, before }), undefined, signal)) as ConversationPage<FoundConversation>;
}

/** At most `limit` turns (of 200): the newest, or those before the question `before`. */
export async function fetchConversation(id: string, limit: number, before: string | null): Promise<Conversation> {
  return (await call("GET", one(id) + query({ limit, before }))) as Conversation;
}

export async function renameConversation(id: string, title: string): Promise<ConversationSummary> {
  return (await call("PATCH", one(id), { title })) as ConversationSummary;
}

export async function deleteConversation(id: string): Promise<void> {
  await call("DELETE", one(id));
}

export async function restoreConversation(id: string): Promise<ConversationSummary> {
  return (await call("POST", `${one(id)}/restore`)) as ConversationSummary;
}

export function exportAddress(id: string, format: "markdown" | "json"): string {
  return one(id) + `/export${query({ format })}`;
}
