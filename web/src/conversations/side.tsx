// The list of conversations beside the sheet, on a wide screen.
import { useRef } from "preact/hooks";
import { memo } from "../memo.tsx";
import type { Chat } from "../chat/chat.ts";
import { ConversationList } from "./list.tsx";
import { useSearchKey } from "./search-key.ts";

/** Not drawn again with every piece of an answer. */
export const ConversationSide = memo(({ chat, current }: { chat: Chat; current: string | null }) => {
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(() => field.current?.select());
  return <ConversationList chat={chat} current={current} searchField={field} />;
});
