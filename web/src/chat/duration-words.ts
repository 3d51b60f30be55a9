// How long something has taken: "20 seconds", "1 minute".
import { words } from "../messages/messages.ts";

export function inWords(seconds: number): string {
  const { turn } = words();
  return seconds < 60 ? turn.seconds(seconds) : turn.minutes(Math.floor(seconds / 60));
}
