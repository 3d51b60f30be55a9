// Words for what did not work with one's own account.
import { Failure } from "../http.ts";
import { words } from "../messages/messages.ts";
import { signInWords } from "./sign-in-words.ts";

export function ownWords(failure: unknown, at: Date): string {
  if (failure instanceof Failure && failure.code === "wrong_password") return words().ownAccount.wrongPassword;
  return signInWords(failure, at);
}
