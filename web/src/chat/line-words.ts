// What is said about the line to the server, and about a question of which it is not known whether it arrived.
import { words } from "../messages/messages.ts";
import type { ChatState } from "./chat-state.ts";
import type { Turn } from "./turns.ts";

export function lineWords(line: ChatState["line"], turns: readonly Turn[], checking: boolean): string {
  if (line !== "down") return checking ? words().line.checking : "";
  if (turns.some((turn) => turn.phase === "running")) return words().line.answerContinues;
  if (turns.some((turn) => turn.phase === "sending")) return words().line.questionIsSent;
  return words().line.goOnWriting;
}
