// What can be done to a conversation: in its row of the list, and in its heading.
import { words } from "../messages/messages.ts";
import { exportAddress } from "./calls.ts";
import type { Conversations } from "./conversations.ts";
import { MenuButton } from "./menu-button.tsx";

interface Props {
  readonly id: string;
  readonly title: string;
  readonly conversations: Conversations;
  readonly onRename: () => void;
}

export function ConversationMenu({ id, title, conversations, onRename }: Props) {
  const told = words().history;
  return (
    <MenuButton
      label={told.options(title)}
      items={[
        { id: "rename", label: told.rename, act: onRename },
        { id: "markdown", label: told.exportMarkdown, act: { download: exportAddress(id, "markdown") } },
        { id: "json", label: told.exportJson, act: { download: exportAddress(id, "json") } },
        { id: "delete", label: told.remove, act: () => void conversations.remove({ id, title }), grave: true },
      ]}
    />
  );
}
