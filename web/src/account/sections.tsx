// The sections that the settings have for who is logged in.
import { words } from "../messages/messages.ts";
import { OnDemand } from "../on-demand.ts";
import { Later } from "../page/later.tsx";
import type { SettingsSection } from "../settings/sections.tsx";

const ownAccount = new OnDemand(() => import("./own-account.ts"));

interface Account {
  readonly username: string;
  /** Returns whether the failure means that the session has ended; the page then goes to the login. */
  readonly endsSession: (failure: unknown) => boolean;
  /** The account is gone. */
  readonly onDeleted: () => void;
}

export function accountSections(account: Account): readonly SettingsSection[] {
  const told = () => words().ownAccount;
  return [
    { id: "password", title: () => told().password.title, content: () => <Later part={ownAccount} draw={({ ChangePassword }) => <ChangePassword {...account} />} /> },
    { id: "sessions", title: () => told().sessions.title, content: () => <Later part={ownAccount} draw={({ Sessions }) => <Sessions {...account} />} /> },
    { id: "data", title: () => told().data.title, content: () => <Later part={ownAccount} draw={({ YourData }) => <YourData {...account} />} /> },
  ];
}
