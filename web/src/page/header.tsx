// The top of the page: who is here, with which coins.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Me } from "../contract.ts";
import { words } from "../messages/messages.ts";
import { Wordmark } from "./wordmark.tsx";

interface Props {
  readonly me: Me;
  /** Ends the session; false when it could not. */
  readonly onLogOut: () => Promise<boolean>;
  readonly menu: ComponentChildren;
  readonly coins: ComponentChildren;
  readonly settings: ComponentChildren;
}

export function Header({ me, onLogOut, menu, coins, settings }: Props) {
  const [stillIn, setStillIn] = useState(false);
  const { page } = words();
  return (
    <header class="top">
      {menu}
      <Wordmark />
      {coins}
      <span class="who" title={me.username}>
        <span class="visually-hidden">{page.loggedInAs} </span>
        {me.username}
      </span>
      {settings}
      <button type="button" class="plain log-out" onClick={async () => setStillIn(!(await onLogOut()))}>
        {page.logOut}
      </button>
      <p class="top-problem" role="alert">
        {stillIn && page.stillLoggedIn}
      </p>
    </header>
  );
}
