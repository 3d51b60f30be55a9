// Says that no model answers here, and what to do about it.
import { Marked } from "../messages/marked.tsx";
import { words } from "../messages/messages.ts";

export function DemoBanner() {
  return (
    <p class="demo" role="note">
      <b>{words().page.demo}</b> <Marked text={words().page.demoRemedy} as="code" />
    </p>
  );
}
