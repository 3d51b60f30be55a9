// The button that opens the settings, and their dialog: a list of sections.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../messages/messages.ts";
import type { SettingsSection } from "./sections.tsx";

interface Props {
  readonly sections: readonly SettingsSection[];
  /** Who is logged in; null at the way in. */
  readonly username: string | null;
}

export function SettingsButton({ sections, username }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const [open, setOpen] = useState(false);
  const { settings, page } = words();
  // What is inside is drawn only then; without this the focus would be on the whole dialog.
  useLayoutEffect(() => title.current?.focus(), [open]);
  const close = () => dialog.current?.close();
  // A text that is marked with the mouse may end outside: only a press that began there closes.
  const pressedOutside = useRef(false);

  function show() {
    dialog.current?.showModal();
    setOpen(true);
  }

  return (
    <>
      <button type="button" class="settings-button" aria-haspopup="dialog" title={settings.title} onClick={show}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M2.5 6h7m5 0h3m-15 8h3m5 0h7" />
          <circle cx="12" cy="6" r="2.3" />
          <circle cx="8" cy="14" r="2.3" />
        </svg>
        <span class="visually-hidden">{settings.title}</span>
      </button>
      <dialog
        ref={dialog}
        class="settings"
        aria-labelledby="settings-title"
        onClose={() => setOpen(false)}
        onPointerDown={(event) => (pressedOutside.current = event.target === dialog.current)}
        onClick={(event) => event.target === dialog.current && pressedOutside.current && close()}
      >
        {open && (
          <div class="settings-body">
            <div class="settings-top">
              <h2 ref={title} id="settings-title" tabIndex={-1}>
                {settings.title}
              </h2>
              <button type="button" class="plain" onClick={close}>
                {page.close}
              </button>
            </div>
            {username !== null && (
              <p class="settings-who">
                {page.loggedInAs} <b>{username}</b>
              </p>
            )}
            {sections.map((section) => (
              <Section key={section.id} section={section} />
            ))}
          </div>
        )}
      </dialog>
    </>
  );
}

function Section({ section: { id, title, content } }: { section: SettingsSection }) {
  const titleId = `settings-${id}`;
  return (
    <section class="settings-section" aria-labelledby={titleId}>
      <h3 id={titleId}>{title()}</h3>
      {content(titleId)}
    </section>
  );
}
