// Deleting the account: says what goes and what stays, and wants the password and the name, so that nobody does it by mistake
// or at a machine that somebody left.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../http.ts";
import { words } from "../messages/messages.ts";
import { deleteAccount } from "./account-calls.ts";
import { PasswordField, TextField } from "./field.tsx";
import { ownWords } from "./own-words.ts";

interface Props {
  readonly username: string;
  readonly endsSession: (failure: unknown) => boolean;
  readonly onDeleted: () => void;
  readonly onKeep: () => void;
}

type Problem = "nameDiffers" | "passwordMissing" | { readonly failure: unknown; readonly at: Date };

export function DeleteAccount({ username, endsSession, onDeleted, onKeep }: Props) {
  const { data: told } = words().ownAccount;
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // What it says is to be read before anything is typed.
  useLayoutEffect(() => title.current?.focus(), []);

  function refuse(next: Problem, field: HTMLInputElement | null) {
    setProblem(next);
    field?.focus();
    field?.select();
  }

  async function confirm() {
    if (busy) return;
    const password = passwordField.current?.value ?? "";
    if (nameField.current?.value.trim() !== username) return refuse("nameDiffers", nameField.current);
    if (password === "") return refuse("passwordMissing", passwordField.current);
    setBusy(true);
    setProblem(null);
    try {
      await deleteAccount(password);
      onDeleted();
    } catch (failure) {
      if (endsSession(failure)) return;
      setBusy(false);
      const wrong = failure instanceof Failure && (failure.code === "wrong_password" || failure.status === 429);
      refuse({ failure, at: new Date() }, wrong ? passwordField.current : null);
    }
  }

  const passwordProblem = () => {
    if (problem === "passwordMissing") return words().account.passwordMissing;
    return typeof problem === "object" && problem !== null ? ownWords(problem.failure, problem.at) : null;
  };

  return (
    // Without a button that submits, and with two fields, Enter does nothing here.
    <form class="own-form deletion" onSubmit={(event) => event.preventDefault()} noValidate aria-labelledby={`${id}-title`}>
      <h4 ref={title} id={`${id}-title`} tabIndex={-1} aria-describedby={`${id}-goes ${id}-stays`}>
        {told.deletion}
      </h4>
      <div id={`${id}-goes`}>
        <p>{told.goes}</p>
        <ul>
          {Object.values(told.goesWhat).map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </div>
      <p id={`${id}-stays`}>{told.stays}</p>
      <TextField
        id={`${id}-name`}
        name="confirm_username"
        label={told.typeName(username)}
        input={nameField}
        autocomplete="off"
        problem={problem === "nameDiffers" ? told.nameDiffers(username) : null}
      />
      <PasswordField
        id={`${id}-password`}
        name="password"
        label={told.password}
        input={passwordField}
        autocomplete="current-password"
        problem={passwordProblem()}
      />
      <div class="own-actions">
        <button type="button" class="small grave" aria-disabled={busy} onClick={() => void confirm()}>
          {busy ? told.deleting : told.confirm}
        </button>
        <button type="button" class="plain" onClick={onKeep}>
          {told.keep}
        </button>
      </div>
    </form>
  );
}
