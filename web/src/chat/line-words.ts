// What is said about the line to the server: nothing while it is up.
import type { ChatState } from "./chat-state.ts";
import type { Turn } from "./turns.ts";

export function lineWords(line: ChatState["line"], turns: readonly Turn[]): string {
  if (line !== "down") return "";
  if (turns.some((turn) => turn.phase === "running")) return "Reconnecting… your answer continues when the line is back.";
  if (turns.some((turn) => turn.phase === "sending")) return "Reconnecting… your question is sent when the line is back.";
  return "Reconnecting… you can go on writing.";
}
