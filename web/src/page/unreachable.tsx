// Shown when the page opens and the server does not answer.
import { words } from "../messages/messages.ts";

export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { page } = words();
  return (
    <main class="lonely">
      <h1>{page.unreachableTitle}</h1>
      <p>{page.unreachable}</p>
      <button type="button" class="primary" onClick={onRetry}>
        {page.tryAgain}
      </button>
    </main>
  );
}
