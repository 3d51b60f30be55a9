// The top of the page: who is here, with which coins.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Me } from "../contract.ts";
import { Wordmark } from "./wordmark.tsx";

interface Props {
  readonly me: Me;
  /** Ends the session; returns what to say when it could not. */
  readonly onLogOut: () => Promise<string>;
  readonly menu: ComponentChildren;
  readonly coins: ComponentChildren;
}

export function Header({ me, onLogOut, menu, coins }: Props) {
  const [problem, setProblem] = useState("");
  return (
    <header class="top">
      {menu}
      <Wordmark />
      {coins}
      <span class="who" title={me.username}>
        <span class="visually-hidden">Logged in as </span>
        {me.username}
      </span>
      <button type="button" class="plain log-out" onClick={async () => setProblem(await onLogOut())}>
        Log out
      </button>
      <p class="top-problem" role="alert">
        {problem}
      </p>
    </header>
  );
}
