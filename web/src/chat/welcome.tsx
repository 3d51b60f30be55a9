// What an empty conversation shows: how to ask well, and a few ways to begin.
import { words } from "../messages/messages.ts";
import { replaceText } from "./field-text.ts";

export function Welcome({ name }: { name: string }) {
  const { welcome } = words();
  function begin(text: string) {
    const field = document.getElementById("question");
    if (field instanceof HTMLTextAreaElement) replaceText(field, 0, field.value.length, text);
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
