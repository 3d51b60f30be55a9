// Shown when the page opens and the server does not answer.

export function Unreachable({ onRetry }: { onRetry: () => void }) {
  return (
    <main class="lonely">
      <h1>AI Lab cannot be reached</h1>
      <p>The server does not answer. Your coins and conversations are safe there.</p>
      <button type="button" class="primary" onClick={onRetry}>
        Try again
      </button>
    </main>
  );
}
