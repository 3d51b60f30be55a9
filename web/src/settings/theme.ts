// Light or dark: as the system has it, or as the visitor wants it here. The style sheet does the rest (colours.css).
import type { Shelf } from "../storage.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeKey = "ailab.theme";

export function keptTheme(shelf: Pick<Shelf, "getItem">): Theme {
  const kept = shelf.getItem(themeKey);
  return themes.find((theme) => theme === kept) ?? "system";
}

export function keepTheme(shelf: Pick<Shelf, "setItem" | "removeItem">, theme: Theme): void {
  if (theme === "system") shelf.removeItem(themeKey);
  else shelf.setItem(themeKey, theme);
}

export function showTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  // What the browser draws around the page.
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    const scheme = meta.dataset["scheme"] ?? "";
    meta.media = theme === "system" ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? "all" : "not all";
  }
  const scheme = document.querySelector<HTMLMetaElement>("meta[name=color-scheme]");
  if (scheme) scheme.content = theme === "system" ? "light dark" : theme;
}
