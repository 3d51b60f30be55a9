// The way in: log in, or make an account.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import type { Config, TierName } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { Failure, logIn, register } from "../http.ts";
import { words } from "../messages/messages.ts";
import { summaryOf } from "../messages/server-text.ts";
import { Wordmark } from "../page/wordmark.tsx";
import { pageSections } from "../settings/sections.tsx";
import { SettingsButton } from "../settings/settings-view.tsx";
import { PasswordField, TextField } from "./field.tsx";
import { signInWords } from "./sign-in-words.ts";

interface Props {
  readonly config: Config | null;
  readonly reason: Reason | null;
  readonly onSignedIn: () => Promise<void>;
}

/** Why somebody who was logged in is here again; null after logging out. */
export type Reason = "sessionEnded" | "accountDeleted";

type Mode = "login" | "register";

export function SignIn({ config, reason, onSignedIn }: Props) {
  const [mode, setMode] = useState<Mode>("login");
  const { account, coins } = words();
  const offerOf = (tier: TierName) => {
    const told = config?.tiers.find(({ name }) => name === tier);
    return told ? summaryOf(told) : coins.pitch[tier];
  };
  return (
    <div class="gate">
      <main class="gate-sheet">
        <section class="gate-pitch" aria-labelledby="pitch">
          <div class="gate-top">
            <Wordmark />
            <SettingsButton sections={pageSections} username={null} />
          </div>
          <h1 id="pitch">{account.pitchTitle}</h1>
          <p>{account.pitch}</p>
          <ul class="gate-tiers">
            {tierNames.map((tier) => (
              <li key={tier}>
                <Coin tier={tier} />
                <span>
                  <b>{coins.names[tier]}</b> {offerOf(tier)}
                </span>
              </li>
            ))}
          </ul>
        </section>
        <SignInForm key={mode} mode={mode} reason={reason} onSignedIn={onSignedIn} onSwitch={setMode} />
      </main>
    </div>
  );
}

interface FormProps {
  readonly mode: Mode;
  readonly reason: Reason | null;
  readonly onSignedIn: () => Promise<void>;
  readonly onSwitch: (mode: Mode) => void;
}

/** What is wrong, not how it is said: the language may change while it stands there. */
type Problem = "usernameMissing" | "passwordMissing" | { readonly failure: unknown; readonly at: Date };

function problemWords(problem: Problem): string {
  return typeof problem === "string" ? words().account[problem] : signInWords(problem.failure, problem.at);
}

/** The fields in which what is wrong may be mended, the likeliest first. */
function wrongFields(problem: Problem): readonly ("username" | "password")[] {
  if (problem === "usernameMissing") return ["username"];
  if (problem === "passwordMissing") return ["password"];
  switch (problem.failure instanceof Failure && problem.failure.code) {
    case "bad_credentials":
      return ["password", "username"];
    case "username_taken":
    case "invalid_username":
      return ["username"];
    case "weak_password":
      return ["password"];
    default:
      return [];
  }
}

function SignInForm({ mode, reason, onSignedIn, onSwitch }: FormProps) {
  const { account } = words();
  const told = account[mode];
  const id = useId();
  const fields = { username: useRef<HTMLInputElement>(null), password: useRef<HTMLInputElement>(null) };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wrong = problem ? wrongFields(problem) : [];
  const isNew = mode === "register";

  useLayoutEffect(() => fields.username.current?.focus(), []);

  function refuse(next: Problem) {
    setProblem(next);
    const field = fields[wrongFields(next)[0] ?? "password"].current;
    field?.focus();
    field?.select();
  }

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const username = fields.username.current?.value ?? "";
    const password = fields.password.current?.value ?? "";
    if (username === "") return refuse("usernameMissing");
    if (password === "") return refuse("passwordMissing");
    setBusy(true);
    setProblem(null);
    try {
      await (isNew ? register : logIn)({ username, password });
      await onSignedIn();
    } catch (failure) {
      setBusy(false);
      refuse({ failure, at: new Date() });
    }
  }

  return (
    <form class="gate-form" action={`/auth/${mode}`} method="post" onSubmit={submit} noValidate aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{told.title}</h2>
      {reason && (
        <p id={`${id}-reason`} class="gate-reason">
          {account[reason]}
        </p>
      )}
      {/* The focus begins in the first field, so that why one is here is heard with it. */}
      <TextField
        id={`${id}-name`}
        name="username"
        label={account.username}
        input={fields.username}
        autocomplete="username"
        hint={isNew ? account.usernameRule : undefined}
        invalid={wrong.includes("username")}
        describedBy={reason ? `${id}-problem ${id}-reason` : `${id}-problem`}
      />
      <PasswordField
        id={`${id}-password`}
        name="password"
        label={account.password}
        input={fields.password}
        autocomplete={isNew ? "new-password" : "current-password"}
        hint={isNew ? account.passwordRule : undefined}
        invalid={wrong.includes("password")}
        describedBy={`${id}-problem`}
      />
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem && problemWords(problem)}
      </p>
      <button type="submit" class="primary wide" aria-disabled={busy}>
        {busy ? told.busy : told.action}
      </button>
      <p class="gate-switch">
        {told.other}{" "}
        <button type="button" class="link" onClick={() => onSwitch(isNew ? "login" : "register")}>
          {told.otherAction}
        </button>
      </p>
    </form>
  );
}
