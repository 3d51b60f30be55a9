// The chat's page: header, conversations, the open conversation and the composer.
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { accountSections } from "../account/sections.tsx";
import type { Config, Me } from "../contract.ts";
import { words } from "../messages/messages.ts";
import { pageSections } from "../settings/sections.tsx";
import { SettingsButton } from "../settings/settings-view.tsx";
import { useStore } from "../store.ts";
import { DemoBanner } from "../page/demo-banner.tsx";
import { Header } from "../page/header.tsx";
import { useWide } from "../page/wide.ts";
import { ReceiptsButton } from "../receipts/receipts-view.tsx";
import type { Chat } from "./chat.ts";
import type { ChatState } from "./chat-state.ts";
import { Composer } from "./composer.tsx";
import { ConversationDrawer } from "../conversations/drawer.tsx";
import { Earlier, useKeptPlace } from "../conversations/earlier.tsx";
import { ConversationHeading } from "../conversations/heading.tsx";
import { NotesView } from "../conversations/notes-view.tsx";
import { NotHere } from "../conversations/not-here.tsx";
import { ConversationSide } from "../conversations/side.tsx";
import { useFollow } from "./follow.ts";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { lineWords } from "./line-words.ts";
import { TurnsView } from "./turns-view.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { Welcome } from "./welcome.tsx";

interface Props {
  readonly chat: Chat;
  readonly me: Me;
  readonly config: Config;
  readonly onLogOut: () => Promise<boolean>;
  /** The account is gone, at its owner's wish. */
  readonly onDeleted: () => void;
}

export function ChatView({ chat, me, config, onLogOut, onDeleted }: Props) {
  const state = useStore(chat.store);
  const wide = useWide();
  const [help, setHelp] = useState(false);
  const showHelp = useCallback(() => setHelp(true), []);
  useShortcuts(chat, showHelp);
  const settings = useMemo(
    () => [...pageSections, ...accountSections({ username: me.username, endsSession: (failure) => chat.endsSession(failure), onDeleted })],
    [chat],
  );
  const { id, title } = state.conversation;
  return (
    <div class="desk">
      <a class="skip" href="#question">
        {words().page.skip}
      </a>
      <Header
        me={me}
        onLogOut={onLogOut}
        menu={wide ? null : <ConversationDrawer chat={chat} current={id} />}
        coins={
          <ReceiptsButton
            balances={state.balances}
            receipts={chat.receipts}
            onQuestion={(conversation, question) => void chat.shown.open(conversation, question)}
          />
        }
        settings={<SettingsButton sections={settings} username={me.username} />}
      />
      {wide && <ConversationSide chat={chat} current={id} />}
      <main class="sheet">
        <ConversationHeading id={id} title={state.conversation.state === "shown" ? title : null} conversations={chat.conversations} />
        {config.demo && <DemoBanner />}
        <OpenConversation wide={wide} chat={chat} me={me} config={config} state={state} onHelp={showHelp} />
      </main>
      <KeyboardHelp open={help} onClose={() => setHelp(false)} />
      <p class="visually-hidden" role="status" aria-live="polite">
        <span key={state.announcement.count}>{state.announcement.text}</span>
      </p>
    </div>
  );
}

interface OpenProps {
  readonly chat: Chat;
  readonly me: Me;
  readonly config: Config;
  readonly state: ChatState;
  readonly wide: boolean;
  readonly onHelp: () => void;
}

function OpenConversation({ chat, me, config, state, wide, onHelp }: OpenProps) {
  const { turns: all, earlier, state: load, sought } = state.conversation;
  const turns = useMemo(() => (load === "deleted" ? [] : all), [load === "deleted", all]);
  const thread = useRef<HTMLDivElement>(null);
  // A new question of one's own is always shown; who looks for an older one stays there.
  const { away, toEnd } = useFollow(thread, sought === null ? (turns.at(-1)?.id ?? null) : null);
  useKeptPlace(thread, turns);
  const running = turns.some((turn) => turn.phase !== "ended");
  const told = words().conversations;
  const line = lineWords(state.line, turns, state.checking);
  return (
    <>
      <div class="thread" ref={thread}>
        {load === "loading" && <p class="thread-note">{told.opening}</p>}
        {load === "unreachable" && (
          <div class="thread-note">
            <p>{told.unreachable}</p>
            <button type="button" class="small" onClick={() => chat.shown.openAgain()}>
              {told.tryAgainNow}
            </button>
          </div>
        )}
        {(load === "missing" || load === "deleted") && <NotHere chat={chat} conversation={state.conversation} />}
        {load === "shown" && <Earlier chat={chat} conversation={state.conversation} />}
        {load === "shown" && turns.length === 0 && <Welcome name={me.username} />}
        <TurnsView
          turns={turns}
          fromBeginning={earlier === null}
          config={config}
          lineUp={state.line !== "down"}
          sought={sought}
          balances={state.balances}
          waiting={!chat.asking.isFree}
          checking={state.checking}
          chat={chat}
        />
      </div>
      <div class="dock">
        {away && (
          <button type="button" class="newest" onClick={toEnd}>
            {running ? told.followNewest : told.goToNewest} <span aria-hidden="true">↓</span>
          </button>
        )}
        {!wide && <NotesView conversations={chat.conversations} />}
        <p class={line ? "line" : "line idle"} role="status">
          {line}
        </p>
        <Composer chat={chat} state={state} config={config} onHelp={onHelp} />
      </div>
    </>
  );
}
