// Starts the page.
import { render } from "preact";
import { App } from "./page/app.tsx";

const place = document.getElementById("page");
if (place) render(<App />, place);
