// The settings' section for another password.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import { Failure } from "../http.ts";
import { words } from "../messages/messages.ts";
import { changePassword } from "./account-calls.ts";
import { PasswordField } from "./field.tsx";
import { Outcome } from "./outcome.tsx";
import { ownWords } from "./own-words.ts";

interface Props {
  readonly username: string;
  /** Returns whether the failure means that the session has ended; the page then goes to the login. */
  readonly endsSession: (failure: unknown) => boolean;
}

export function ChangePassword({ username, endsSession }: Props) {
  const told = words().ownAccount.password;
  const opener = useRef<HTMLButtonElement>(null);
  const [step, setStep] = useState<"closed" | "open" | "cancelled" | "changed">("closed");
  useLayoutEffect(() => {
    if (step === "cancelled") opener.current?.focus();
  }, [step]);

  if (step === "open") {
    return (
      <PasswordForm
        username={username}
        endsSession={endsSession}
        onChanged={() => setStep("changed")}
        onCancel={() => setStep("cancelled")}
      />
    );
  }
  return (
    <>
      {step === "changed" && <Outcome text={told.changed} />}
      <button ref={opener} type="button" class="small" onClick={() => setStep("open")}>
        {told.change}
      </button>
    </>
  );
}

/** What is wrong, not how it is said: the language may change while it stands there. */
interface Problem {
  readonly field: "current" | "next";
  /** Null: the field is empty. */
  readonly failure: unknown;
  readonly at: Date;
}

function PasswordForm({ username, endsSession, onChanged, onCancel }: Props & { onChanged: () => void; onCancel: () => void }) {
  const told = words().ownAccount.password;
  const id = useId();
  const fields = { current: useRef<HTMLInputElement>(null), next: useRef<HTMLInputElement>(null) };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useLayoutEffect(() => fields.current.current?.focus(), []);

  function refuse(field: Problem["field"], failure: unknown) {
    setProblem({ field, failure, at: new Date() });
    fields[field].current?.focus();
    fields[field].current?.select();
  }

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const current = fields.current.current?.value ?? "";
    const next = fields.next.current?.value ?? "";
    if (current === "") return refuse("current", null);
    if (next === "") return refuse("next", null);
    setBusy(true);
    setProblem(null);
    try {
      await changePassword(current, next);
      onChanged();
    } catch (failure) {
      if (endsSession(failure)) return;
      setBusy(false);
      refuse(failure instanceof Failure && failure.code === "weak_password" ? "next" : "current", failure);
    }
  }

  const problemOf = (field: Problem["field"]) => {
    if (problem?.field !== field) return null;
    return problem.failure === null ? told.missing[field] : ownWords(problem.failure, problem.at);
  };

  return (
    <form class="own-form" action="/api/account/password" method="post" onSubmit={submit} noValidate>
      {/* Tells a password manager whose password it is. */}
      <input hidden readOnly type="text" name="username" autocomplete="username" value={username} />
      <PasswordField
        id={`${id}-current`}
        name="current_password"
        label={told.current}
        input={fields.current}
        autocomplete="current-password"
        problem={problemOf("current")}
      />
      <PasswordField
        id={`${id}-next`}
        name="new_password"
        label={told.next}
        input={fields.next}
        autocomplete="new-password"
        hint={words().account.passwordRule}
        problem={problemOf("next")}
      />
      <div class="own-actions">
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? told.saving : told.save}
        </button>
        <button type="button" class="plain" onClick={onCancel}>
          {words().ownAccount.cancel}
        </button>
      </div>
    </form>
  );
}
