// One session in the list: the device in words, since when, last seen when and from where.
import { words } from "../messages/messages.ts";
import { momentOf } from "../receipts/words.ts";
import type { Session } from "./account-calls.ts";
import { ago } from "./ago.ts";
import { type Device, deviceOf, programOf } from "./device.ts";
import { SecondStep } from "./second-step.tsx";

interface Props {
  readonly session: Session;
  /** In seconds since 1970. */
  readonly now: number;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

export function SessionView({ session, now, busy, onEnd }: Props) {
  const { agent, current, created_at, last_seen_at, address } = session;
  const { sessions: told, cancel } = words().ownAccount;
  const device = deviceOf(agent);
  const name = nameOf(device, agent);
  const dateTime = (at: number) => new Date(at * 1000).toISOString();
  return (
    <li class="session">
      <Picture kind={device.kind} />
      <div class="session-told">
        <p>
          <b>{name}</b> {current && <span class="session-own">{told.thisOne}</span>}
        </p>
        <p>
          <time dateTime={dateTime(last_seen_at)} title={momentOf(last_seen_at)}>
            {told.seen(ago(last_seen_at, now))}
          </time>{" "}
          · {address}
        </p>
        <p>
          <time dateTime={dateTime(created_at)}>{told.began(momentOf(created_at))}</time>
        </p>
      </div>
      {!current && (
        <SecondStep
          action={told.end}
          label={told.endLabel(name)}
          question={told.endQuestion(name)}
          confirm={told.endConfirm}
          keep={cancel}
          busy={busy}
          onConfirm={onEnd}
        />
      )}
    </li>
  );
}

function nameOf({ browser, system }: Device, agent: string): string {
  const told = words().ownAccount.sessions;
  if (browser !== null && system !== null) return told.device(browser, system);
  return browser ?? (system === null ? programOf(agent) || told.unknown : told.device(told.someBrowser, system));
}

function Picture({ kind }: Pick<Device, "kind">) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      {kind === "phone" && <path d="M6 2.5h8a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1zM9 15h2" />}
      {kind === "computer" && <path d="M4 4h12a1 1 0 0 1 1 1v8H3V5a1 1 0 0 1 1-1zM1.5 16h17" />}
      {kind === "program" && <path d="M2.5 4h15v12h-15zM5.5 8l2.5 2-2.5 2M10 12.5h4" />}
    </svg>
  );
}
