// The field above the list that searches all conversations.
import type { Ref } from "preact";
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import { longestSearch, type Search } from "./search.ts";
import { searchKeys } from "./search-key.ts";

export function SearchField({ search, field }: { search: Search; field: Ref<HTMLInputElement> }) {
  const { text } = useStore(search.store);
  const told = words().history.search;
  return (
    <div class="conversations-search" role="search">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5" />
        <path d="m12.3 12.3 4.2 4.2" />
      </svg>
      <input
        ref={field}
        type="search"
        name="search"
        autocomplete="off"
        aria-label={told.label}
        aria-keyshortcuts="Control+K Meta+K"
        placeholder={told.placeholder}
        maxLength={longestSearch}
        value={text}
        onInput={(event) => search.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || text === "") return;
          // Neither the dialog that the list may be in.
          event.preventDefault();
          event.stopPropagation();
          search.clear();
        }}
      />
      {text === "" && <kbd aria-hidden="true">{searchKeys().join(" ")}</kbd>}
    </div>
  );
}
