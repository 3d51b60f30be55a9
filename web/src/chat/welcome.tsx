// What an empty conversation shows: how to ask well, and a few ways to begin.
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";

export function Welcome({ chat, name }: { chat: Chat; name: string }) {
  const { welcome } = words();
  function begin(text: string) {
    chat.write(text);
    const field = document.getElementById("question");
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.focus();
    requestAnimationFrame(() => field.setSelectionRange(text.length, text.length));
  }
  return (
    <section class="welcome" aria-labelledby="welcome">
      <h2 id="welcome">{welcome.title(name)}</h2>
      <p>{welcome.advice}</p>
      <ul class="starters">
        {Object.entries(welcome.starters).map(([starter, { label, text }]) => (
          <li key={starter}>
            <button type="button" onClick={() => begin(text)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
