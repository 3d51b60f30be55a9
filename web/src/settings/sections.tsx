// The parts of the settings. Each is a section of the dialog, in the order of the list that the dialog is given.
import type { ComponentChildren } from "preact";
import { words } from "../messages/messages.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

export interface SettingsSection {
  /** Unique in the list. */
  readonly id: string;
  readonly title: () => string;
  /** What stands below the title, whose element has the id `titleId`. Drawn only while the dialog is open. */
  readonly content: (titleId: string) => ComponentChildren;
}

/** What everybody can set, logged in or not; kept in this browser. */
export const pageSections: readonly SettingsSection[] = [
  { id: "theme", title: () => words().settings.theme, content: (titleId) => <ThemeChoice titleId={titleId} /> },
  { id: "language", title: () => words().settings.language, content: (titleId) => <LanguageChoice titleId={titleId} /> },
];
