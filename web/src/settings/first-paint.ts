// A small script of its own, which the browser runs before it paints anything: no page that is dark begins white. It also
// follows what another tab chooses.
import { longShelf } from "../storage.ts";
import { keptTheme, showTheme, themeKey } from "./theme.ts";

showTheme(keptTheme(longShelf));
addEventListener("storage", (event) => {
  if (event.key === themeKey) showTheme(keptTheme(longShelf));
});
