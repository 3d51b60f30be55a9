// The list of conversations beside the sheet, on a wide screen.
import { useRef } from "preact/hooks";
import type { Chat } from "../chat/chat.ts";
import { ConversationList } from "./list.tsx";
import { useSearchKey } from "./search-key.ts";

export function ConversationSide({ chat, current }: { chat: Chat; current: string | null }) {
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(() => field.current?.select());
  return <ConversationList chat={chat} current={current} searchField={field} />;
}
