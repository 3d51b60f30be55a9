// Light, dark, or as the system has it.
import { useState } from "preact/hooks";
import { words } from "../messages/messages.ts";
import { longShelf } from "../storage.ts";
import { Choices } from "./choices.tsx";
import { keepTheme, keptTheme, showTheme, type Theme, themes } from "./theme.ts";

export function ThemeChoice({ titleId }: { titleId: string }) {
  const [chosen, setChosen] = useState(() => keptTheme(longShelf));

  function choose(theme: Theme) {
    keepTheme(longShelf, theme);
    showTheme(theme);
    setChosen(theme);
  }

  const textOf = (theme: Theme) => words().settings.themes[theme];
  return <Choices name="theme" titleId={titleId} values={themes} chosen={chosen} textOf={textOf} onChoose={choose} />;
}
