// What a search has found: each conversation with the place where it stands.
import type { FoundConversation } from "../contract.ts";
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import type { Conversations } from "./conversations.ts";
import { MoreButton } from "./more-button.tsx";
import { Row } from "./row.tsx";

interface Props {
  readonly conversations: Conversations;
  readonly current: string | null;
  readonly onOpen: (id: string, question: string | null) => void;
}

export function Found({ conversations, current, onOpen }: Props) {
  const { search } = conversations;
  const { found, busy, problem } = useStore(search.store);
  const told = words().history.search;
  const rows = found?.conversations ?? [];
  const count = found && !busy && (rows.length > 0 || found.next === null);
  const summary = !count ? "" : rows.length === 0 ? told.nothing(found.text) : found.next === null ? told.found(rows.length) : told.foundSoFar(rows.length);
  return (
    <>
      {problem && (
        <div class="conversations-problem" role="alert">
          <p>{told[problem]}</p>
          {problem === "unreachable" && (
            <button type="button" class="small" onClick={() => void search.again()}>
              {words().page.tryAgain}
            </button>
          )}
        </div>
      )}
      <p class="conversations-note" role="status">
        {busy ? told.searching : problem ? "" : summary}
      </p>
      {count && rows.length === 0 && !problem && <p class="conversations-note">{told.advice}</p>}
      {rows.length > 0 && (
        <ol class="found" aria-busy={busy}>
          {rows.map((row) => (
            <Row
              key={row.id}
              id={row.id}
              title={row.title}
              question={row.question_id}
              current={row.id === current}
              conversations={conversations}
              onOpen={() => onOpen(row.id, row.question_id)}
            >
              <Excerpt excerpt={row.excerpt} />
            </Row>
          ))}
        </ol>
      )}
      {found && found.next !== null && !problem && (
        <MoreButton label={told.more} busyLabel={told.searching} busy={busy} page={found.next} onMore={() => void search.more()} />
      )}
    </>
  );
}

function Excerpt({ excerpt }: Pick<FoundConversation, "excerpt">) {
  if (!excerpt) return null;
  return (
    <span class="conversation-excerpt">
      {excerpt.before}
      <mark>{excerpt.match}</mark>
      {excerpt.after}
    </span>
  );
}
