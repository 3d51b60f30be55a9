// Starts the page.
import { render } from "preact";
import { startLanguage } from "./messages/messages.ts";
import { App } from "./page/app.tsx";

const place = document.getElementById("page");
await startLanguage();
if (place) render(<App />, place);
