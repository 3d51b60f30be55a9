// The way in: log in, or make an account.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import type { Config, TierName } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { logIn, register } from "../http.ts";
import { words } from "../messages/messages.ts";
import { summaryOf } from "../messages/server-text.ts";
import { Wordmark } from "../page/wordmark.tsx";
import { pageSections } from "../settings/sections.tsx";
import { SettingsButton } from "../settings/settings-view.tsx";
import { signInWords } from "./sign-in-words.ts";

interface Props {
  readonly config: Config | null;
  /** The visitor is here again because the session has ended. */
  readonly ended: boolean;
  readonly onSignedIn: () => Promise<void>;
}

type Mode = "login" | "register";

export function SignIn({ config, ended, onSignedIn }: Props) {
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
        <SignInForm key={mode} mode={mode} ended={ended} onSignedIn={onSignedIn} onSwitch={setMode} />
      </main>
    </div>
  );
}

interface FormProps {
  readonly mode: Mode;
  readonly ended: boolean;
  readonly onSignedIn: () => Promise<void>;
  readonly onSwitch: (mode: Mode) => void;
}

/** What is wrong, not how it is said: the language may change while it stands there. */
type Problem = "usernameMissing" | "passwordMissing" | { readonly failure: unknown; readonly at: Date };

function problemWords(problem: Problem): string {
  return typeof problem === "string" ? words().account[problem] : signInWords(problem.failure, problem.at);
}

function SignInForm({ mode, ended, onSignedIn, onSwitch }: FormProps) {
  const { account } = words();
  const told = account[mode];
  const id = useId();
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const toggle = shown ? account.hidePassword : account.showPassword;

  useEffect(() => nameField.current?.focus(), []);

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const username = nameField.current?.value ?? "";
    const password = passwordField.current?.value ?? "";
    const missing = username === "" ? nameField.current : password === "" ? passwordField.current : null;
    if (missing) {
      setProblem(username === "" ? "usernameMissing" : "passwordMissing");
      missing.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await (mode === "login" ? logIn : register)({ username, password });
      await onSignedIn();
    } catch (failure) {
      setProblem({ failure, at: new Date() });
      setBusy(false);
      passwordField.current?.focus();
      passwordField.current?.select();
    }
  }

  return (
    <form class="gate-form" action={`/auth/${mode}`} method="post" onSubmit={submit} noValidate aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{told.title}</h2>
      {ended && <p class="gate-reason">{account.sessionEnded}</p>}
      <div class="field">
        <label for={`${id}-name`}>{account.username}</label>
        <input
          ref={nameField}
          id={`${id}-name`}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          aria-describedby={`${id}-problem`}
        />
      </div>
      <div class="field">
        <label for={`${id}-password`}>{account.password}</label>
        <div class="field-row">
          <input
            ref={passwordField}
            id={`${id}-password`}
            name="password"
            type={(shown ? "text" : "password") as "password"}
            autocomplete={mode === "login" ? "current-password" : "new-password"}
            autocapitalize="none"
            spellcheck={false}
            required
            aria-describedby={`${id}-problem`}
          />
          <button type="button" class="plain" aria-label={toggle.label} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {toggle.action}
          </button>
        </div>
      </div>
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem && problemWords(problem)}
      </p>
      <button type="submit" class="primary wide" aria-disabled={busy} onClick={(event) => busy && event.preventDefault()}>
        {busy ? told.busy : told.action}
      </button>
      <p class="gate-switch">
        {told.other}{" "}
        <button type="button" class="link" onClick={() => onSwitch(mode === "login" ? "register" : "login")}>
          {told.otherAction}
        </button>
      </p>
    </form>
  );
}
