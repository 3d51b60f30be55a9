// The conversations there are, by when they were used last.
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import type { Conversations } from "./conversations.ts";
import { groupsOf } from "./groups.ts";
import { MoreButton } from "./more-button.tsx";
import { rowDate } from "./row-date.ts";
import { Row } from "./row.tsx";

interface Props {
  readonly conversations: Conversations;
  readonly current: string | null;
  readonly onOpen: (id: string) => void;
}

export function Kept({ conversations, current, onOpen }: Props) {
  const told = words().history;
  const { conversations: rows, next, state, failed, more } = useStore(conversations.store);
  const now = new Date();
  return (
    <>
      {failed && (
        <div class="conversations-problem" role="alert">
          <p>
            <b>{told.failed}</b> {state === "shown" ? told.maybeOld : told.areSafe}
          </p>
          <button type="button" class="small" onClick={() => void conversations.reread()}>
            {words().page.tryAgain}
          </button>
        </div>
      )}
      {state === "loading" && !failed && <p class="conversations-note">{told.reading}</p>}
      {state === "shown" && rows.length === 0 && <p class="conversations-note">{words().conversations.none}</p>}
      {groupsOf(rows, now).map((group) => (
        <section key={group.name} class="conversation-group">
          <h2>{told.groups[group.name]}</h2>
          <ol>
            {group.rows.map(({ id, title, updated_at }) => (
              <Row key={id} id={id} title={title} current={id === current} conversations={conversations} onOpen={() => onOpen(id)}>
                <span class="conversation-date">{rowDate(updated_at, group.name, now)}</span>
              </Row>
            ))}
          </ol>
        </section>
      ))}
      {next !== null && (
        <>
          {more === "failed" && (
            <p class="conversations-note" role="alert">
              {told.olderFailed}
            </p>
          )}
          <MoreButton
            label={more === "failed" ? words().page.tryAgain : told.older}
            busyLabel={told.readingOlder}
            busy={more === "loading"}
            page={more === "failed" ? null : next}
            onMore={() => void conversations.more()}
          />
        </>
      )}
    </>
  );
}
