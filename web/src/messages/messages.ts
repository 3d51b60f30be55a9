// The language of the page. words() is what everything that is read comes from; whoever draws it asks again for each
// drawing, since the language may change meanwhile.
import { longShelf } from "../storage.ts";
import { Store } from "../store.ts";
import { en } from "./en.ts";
import { type Grammar, grammarOf } from "./grammar.ts";

export type Messages = ReturnType<typeof en>;
/** A language's file exports one of these. */
export type Translation = (grammar: Grammar) => Messages;

interface Entry {
  /** What the language calls itself. */
  readonly name: string;
  /** Every language but English is a file of its own, read when it is chosen. */
  readonly load: () => Promise<Translation>;
}

export const languages = {
  en: { name: "English", load: async () => en },
  de: { name: "Deutsch", load: async () => (await import("./de.ts")).de },
} satisfies Record<string, Entry>;

export type Language = keyof typeof languages;
export const languageNames = Object.keys(languages) as Language[];

const key = "ailab.language";

interface Spoken {
  readonly language: Language;
  /** For dates: the visitor's own kind of the language, such as "en-GB". */
  readonly locale: string;
  readonly words: Messages;
}

/** What the server's own sentences are compared with. */
export const english: Messages = en(grammarOf("en"));
export const spoken = new Store<Spoken>({ language: "en", locale: "en", words: english });

export const words = (): Messages => spoken.value.words;
export const locale = (): string => spoken.value.locale;

const known = (name: string | null): Language | undefined => languageNames.find((language) => language === name);
const languageOf = (tag: string): string => tag.toLowerCase().split("-", 1)[0] ?? "";

/** The one that was kept, else the first that the visitor wants and that is here, else English. `wanted` are BCP 47 tags, best first. */
export function chosenLanguage(kept: string | null, wanted: readonly string[]): Language {
  return known(kept) ?? wanted.map((tag) => known(languageOf(tag))).find((language) => language !== undefined) ?? "en";
}

/** The visitor's own kind of that language. Some systems name what is not a BCP 47 tag, such as "en-US@posix". */
export function localeOf(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => languageOf(tag) === language && /^[\w-]+$/.test(tag)) ?? language;
}

let newest = 0;

/** False when another one was chosen meanwhile. Throws when the language's file cannot be read; the page then stays as it is. */
async function speak(language: Language): Promise<boolean> {
  const turn = (newest += 1);
  const translation = await languages[language].load();
  if (turn !== newest) return false;
  const locale = localeOf(language, navigator.languages);
  spoken.set({ language, locale, words: translation(grammarOf(locale)) });
  document.documentElement.lang = language;
  return true;
}

/** Before the first drawing. */
export async function startLanguage(): Promise<void> {
  const follow = () => speak(chosenLanguage(longShelf.getItem(key), navigator.languages));
  // English is always there.
  await follow().catch(() => speak("en"));
  // Another tab may choose; what cannot be read here changes nothing.
  addEventListener("storage", (event) => event.key === key && void follow().catch(() => {}));
}

/** Changes the page at once, and is kept. Throws when the language's file cannot be read. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (await speak(language)) longShelf.setItem(key, language);
}
