// The languages that the page speaks, each by its own name.
import { useState } from "preact/hooks";
import { chooseLanguage, type Language, languageNames, languages, spoken, words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import { Choices } from "./choices.tsx";

export function LanguageChoice({ titleId }: { titleId: string }) {
  const { language } = useStore(spoken);
  // What was chosen, while its file is on the way.
  const [wanted, setWanted] = useState<Language | null>(null);
  const [failed, setFailed] = useState(false);

  async function choose(next: Language) {
    setWanted(next);
    setFailed(false);
    try {
      await chooseLanguage(next);
    } catch {
      setFailed(true);
    }
    setWanted((now) => (now === next ? null : now));
  }

  return (
    <>
      <Choices
        name="language"
        titleId={titleId}
        values={languageNames}
        chosen={wanted ?? language}
        textOf={(name) => languages[name].name}
        langOf={(name) => name}
        onChoose={(next) => void choose(next)}
      />
      <p class="settings-problem" role="alert">
        {failed && words().settings.languageFailed}
      </p>
    </>
  );
}
