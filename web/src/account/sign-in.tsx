// The way in: log in, or make an account.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import type { Config } from "../contract.ts";
import { tierNames } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { titleOf } from "../coins/phrases.ts";
import { logIn, register } from "../http.ts";
import { Wordmark } from "../page/wordmark.tsx";
import { signInWords } from "./sign-in-words.ts";

interface Props {
  readonly config: Config | null;
  /** Why the visitor is here again, such as a session that has ended. */
  readonly reason: string | null;
  readonly onSignedIn: () => Promise<void>;
}

type Mode = "login" | "register";

const wording = {
  login: { title: "Log in", action: "Log in", busy: "Logging in…", other: "New here?", otherAction: "Create an account" },
  register: {
    title: "Create an account",
    action: "Create account",
    busy: "Creating…",
    other: "Already have an account?",
    otherAction: "Log in",
  },
} as const;

export function SignIn({ config, reason, onSignedIn }: Props) {
  const [mode, setMode] = useState<Mode>("login");
  return (
    <div class="gate">
      <main class="gate-sheet">
        <section class="gate-pitch" aria-labelledby="pitch">
          <Wordmark />
          <h1 id="pitch">Stuck? Decide how much help you want.</h1>
          <p>Every question costs one coin. The coin decides how far the tutor goes.</p>
          <ul class="gate-tiers">
            {tierNames.map((tier) => (
              <li key={tier}>
                <Coin tier={tier} />
                <span>
                  <b>{titleOf(tier)}</b> {config?.tiers.find(({ name }) => name === tier)?.summary ?? pitch[tier]}
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

const pitch = {
  copper: "Debugging tips: where to look next.",
  silver: "The idea behind it, with a similar example.",
  gold: "A full solution, worked out and explained.",
} as const;

interface FormProps {
  readonly mode: Mode;
  readonly reason: string | null;
  readonly onSignedIn: () => Promise<void>;
  readonly onSwitch: (mode: Mode) => void;
}

function SignInForm({ mode, reason, onSignedIn, onSwitch }: FormProps) {
  const words = wording[mode];
  const id = useId();
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState("");

  useEffect(() => nameField.current?.focus(), []);

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const username = nameField.current?.value ?? "";
    const password = passwordField.current?.value ?? "";
    const missing = username === "" ? nameField.current : password === "" ? passwordField.current : null;
    if (missing) {
      setProblem(username === "" ? "Type your user name." : "Type your password.");
      missing.focus();
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      await (mode === "login" ? logIn : register)({ username, password });
      await onSignedIn();
    } catch (failure) {
      setProblem(signInWords(failure, new Date()));
      setBusy(false);
      passwordField.current?.focus();
      passwordField.current?.select();
    }
  }

  return (
    <form class="gate-form" action={`/auth/${mode}`} method="post" onSubmit={submit} noValidate aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words.title}</h2>
      {reason && <p class="gate-reason">{reason}</p>}
      <div class="field">
        <label for={`${id}-name`}>User name</label>
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
        <label for={`${id}-password`}>Password</label>
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
          <button type="button" class="plain" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? "Hide" : "Show"}
            <span class="visually-hidden"> password</span>
          </button>
        </div>
      </div>
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="primary wide" aria-disabled={busy} onClick={(event) => busy && event.preventDefault()}>
        {busy ? words.busy : words.action}
      </button>
      <p class="gate-switch">
        {words.other}{" "}
        <button type="button" class="link" onClick={() => onSwitch(mode === "login" ? "register" : "login")}>
          {words.otherAction}
        </button>
      </p>
    </form>
  );
}
