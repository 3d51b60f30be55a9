// What an empty conversation shows: how to ask well, and a few ways to begin.
import type { Chat } from "./chat.ts";

const starters = [
  { label: "My program crashes", text: "My program crashes. This is the error message and the code around it:\n\n" },
  { label: "The output is wrong", text: "I expected this output:\n\nbut I get:\n\nThe code is:\n\n" },
  { label: "I do not understand an idea", text: "I do not understand how this works: " },
  { label: "I do not know how to begin", text: "The task says:\n\nI do not know how to begin. So far I thought of:\n\n" },
];

export function Welcome({ chat, name }: { chat: Chat; name: string }) {
  function begin(text: string) {
    chat.write(text);
    const field = document.getElementById("question");
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.focus();
    requestAnimationFrame(() => field.setSelectionRange(text.length, text.length));
  }
  return (
    <section class="welcome" aria-labelledby="welcome">
      <h2 id="welcome">What are you working on, {name}?</h2>
      <p>
        Say what you tried and what happened instead. Paste the error message and the few lines around it. Then choose a
        coin: a small hint often gets you further than a whole solution.
      </p>
      <ul class="starters">
        {starters.map(({ label, text }) => (
          <li key={label}>
            <button type="button" onClick={() => begin(text)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
