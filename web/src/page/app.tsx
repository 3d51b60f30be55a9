// Which page is shown: the way in, the chat, or the word that the server cannot be reached.
import { useCallback, useEffect, useState } from "preact/hooks";
import { SignIn } from "../account/sign-in.tsx";
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
  | { readonly name: "sign-in"; readonly config: Config | null; readonly ended: boolean }
  | { readonly name: "chat"; readonly chat: Chat; readonly me: Me; readonly config: Config };

export function App() {
  // Drawing everything again is how the language changes.
  useStore(spoken);
  const { page } = words();
  const [view, setView] = useState<View>({ name: "opening" });

  const enter = useCallback(async () => {
    const [me, config] = await Promise.all([fetchMe(), fetchConfig()]);
    const chat = new Chat(me, config.limits.message_length, () => setView({ name: "sign-in", config, ended: true }));
    setView({ name: "chat", chat, me, config });
    void chat.start();
  }, []);

  const open = useCallback(async () => {
    setView({ name: "opening" });
    try {
      await enter();
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.status !== 401) return setView({ name: "unreachable" });
      const config = await fetchConfig().catch(() => null);
      setView({ name: "sign-in", config, ended: false });
    }
  }, [enter]);

  useEffect(() => void open(), [open]);
  useEffect(() => {
    // The chat's is that of the conversation.
    if (view.name !== "chat") document.title = view.name === "sign-in" ? page.signInTitle : page.title;
  }, [view.name, page]);

  /** Returns whether it could. */
  async function leave(chat: Chat, config: Config): Promise<boolean> {
    try {
      await logOut();
    } catch (failure) {
      // Still logged in: saying otherwise would leave an open session on a shared machine.
      if (!(failure instanceof Failure) || failure.status !== 401) return false;
    }
    chat.end();
    chat.forgetDraft();
    setView({ name: "sign-in", config, ended: false });
    return true;
  }

  switch (view.name) {
    case "opening":
      return <p class="opening">{page.opening}</p>;
    case "unreachable":
      return <Unreachable onRetry={open} />;
    case "sign-in":
      return <SignIn config={view.config} ended={view.ended} onSignedIn={enter} />;
    case "chat":
      return <ChatView chat={view.chat} me={view.me} config={view.config} onLogOut={() => leave(view.chat, view.config)} />;
  }
}
