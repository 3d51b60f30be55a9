// Which page is shown: the way in, the chat, or the word that the server cannot be reached.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { hearOfDeletion, tellOfDeletion } from "../account/deletion-news.ts";
import { type Reason, SignIn } from "../account/sign-in.tsx";
import { Chat } from "../chat/chat.ts";
import { ChatView } from "../chat/chat-view.tsx";
import type { Config, Me } from "../contract.ts";
import { Failure, fetchConfig, fetchMe, logOut } from "../http.ts";
import { spoken, words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import { Unreachable } from "./unreachable.tsx";

type View =
  | { readonly name: "opening" }
  | { readonly name: "unreachable" }
  | { readonly name: "sign-in"; readonly config: Config | null; readonly reason: Reason | null }
  | { readonly name: "chat"; readonly chat: Chat; readonly me: Me; readonly config: Config };

export function App() {
  // Drawing everything again is how the language changes.
  useStore(spoken);
  const { page } = words();
  const [view, setView] = useState<View>({ name: "opening" });
  /** Of who was logged in here last. */
  const latest = useRef<{ readonly chat: Chat; readonly username: string } | null>(null);

  const enter = useCallback(async () => {
    const [me, config] = await Promise.all([fetchMe(), fetchConfig()]);
    const chat = new Chat(me, config.limits.message_length, () => setView({ name: "sign-in", config, reason: "sessionEnded" }));
    latest.current = { chat, username: me.username };
    setView({ name: "chat", chat, me, config });
    void chat.start();
  }, []);

  const open = useCallback(async () => {
    setView({ name: "opening" });
    let config: Config | null = null;
    try {
      config = await fetchConfig();
      if (config.logged_in) return await enter();
    } catch (failure) {
      // 401: the session has ended since.
      if (!(failure instanceof Failure) || failure.status !== 401) return setView({ name: "unreachable" });
    }
    setView({ name: "sign-in", config, reason: null });
  }, [enter]);

  useEffect(() => void open(), [open]);
  useEffect(() => {
    // The chat's is that of the conversation.
    if (view.name !== "chat") document.title = view.name === "sign-in" ? page.signInTitle : page.title;
  }, [view.name, page]);

  const showDeleted = useCallback((chat: Chat) => {
    chat.end();
    chat.forgetDrafts();
    setView((before) => ({ name: "sign-in", config: "config" in before ? before.config : null, reason: "accountDeleted" }));
  }, []);

  // The loss of the session may have been noticed first; the true reason takes its place.
  useEffect(
    () => hearOfDeletion((username) => latest.current?.username === username && showDeleted(latest.current.chat)),
    [showDeleted],
  );

  function deleted(chat: Chat, me: Me) {
    tellOfDeletion(me.username);
    showDeleted(chat);
  }

  /** Returns whether it could. */
  async function leave(chat: Chat, config: Config): Promise<boolean> {
    chat.leaving = true;
    try {
      await logOut();
    } catch (failure) {
      chat.leaving = false;
      // Still logged in: saying otherwise would leave an open session on a shared machine.
      if (!(failure instanceof Failure) || failure.status !== 401) return false;
    }
    chat.end();
    chat.forgetDrafts();
    setView({ name: "sign-in", config, reason: null });
    return true;
  }

  switch (view.name) {
    case "opening":
      return <p class="opening">{page.opening}</p>;
    case "unreachable":
      return <Unreachable onRetry={open} />;
    case "sign-in":
      return <SignIn config={view.config} reason={view.reason} onSignedIn={enter} />;
    case "chat":
      return (
        <ChatView
          chat={view.chat}
          me={view.me}
          config={view.config}
          onLogOut={() => leave(view.chat, view.config)}
          onDeleted={() => deleted(view.chat, view.me)}
        />
      );
  }
}
