// The name of the product with its stack of coins.

export function Wordmark() {
  return (
    <span class="wordmark">
      <svg class="stack" viewBox="0 0 32 32" aria-hidden="true">
        <ellipse class="copper-edge" cx="16" cy="24" rx="12" ry="5" />
        <ellipse class="copper-face" cx="16" cy="21.5" rx="12" ry="5" />
        <ellipse class="silver-edge" cx="16" cy="18" rx="12" ry="5" />
        <ellipse class="silver-face" cx="16" cy="15.5" rx="12" ry="5" />
        <ellipse class="gold-edge" cx="16" cy="12" rx="12" ry="5" />
        <ellipse class="gold-face" cx="16" cy="9.5" rx="12" ry="5" />
      </svg>
      AI Lab
    </span>
  );
}
