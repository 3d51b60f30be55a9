// Says that no model answers here, and what to do about it.

export function DemoBanner() {
  return (
    <p class="demo" role="note">
      <b>Demo answers: no model is connected.</b> To connect one, the operator sets <code>OPENAI_API_KEY</code> and starts the
      server again.
    </p>
  );
}
