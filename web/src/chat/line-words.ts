// What is said about the line to the server: nothing while it is up.
import { words } from "../messages/messages.ts";
import type { ChatState } from "./chat-state.ts";
import type { Turn } from "./turns.ts";

export function lineWords(line: ChatState["line"], turns: readonly Turn[]): string {
  if (line !== "down") return "";
  if (turns.some((turn) => turn.phase === "running")) return words().line.answerContinues;
  if (turns.some((turn) => turn.phase === "sending")) return words().line.questionIsSent;
  return words().line.goOnWriting;
}
