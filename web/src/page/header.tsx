// The top of the page: who is here, with which coins.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Balances as Amounts, Me } from "../contract.ts";
import { Balances } from "../coins/balances.tsx";
import { Wordmark } from "./wordmark.tsx";

interface Props {
  readonly me: Me;
  readonly balances: Amounts;
  /** Ends the session; returns what to say when it could not. */
  readonly onLogOut: () => Promise<string>;
  readonly menu: ComponentChildren;
}

export function Header({ me, balances, onLogOut, menu }: Props) {
  const [problem, setProblem] = useState("");
  return (
    <header class="top">
      {menu}
      <Wordmark />
      <Balances balances={balances} />
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
