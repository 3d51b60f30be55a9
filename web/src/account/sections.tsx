// The sections that the settings have for who is logged in.
import { words } from "../messages/messages.ts";
import type { SettingsSection } from "../settings/sections.tsx";
import { ChangePassword } from "./change-password.tsx";
import { Sessions } from "./sessions.tsx";
import { YourData } from "./your-data.tsx";

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
    { id: "password", title: () => told().password.title, content: () => <ChangePassword {...account} /> },
    { id: "sessions", title: () => told().sessions.title, content: () => <Sessions {...account} /> },
    { id: "data", title: () => told().data.title, content: () => <YourData {...account} /> },
  ];
}
