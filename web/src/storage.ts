// The browser's storage, or a stand-in of the same shape where it is switched off: the page works either way.

function usable(pick: () => Storage): Storage | null {
  try {
    const storage = pick();
    const probe = "ailab.probe";
    storage.setItem(probe, "1");
    storage.removeItem(probe);
    return storage;
  } catch {
    return null;
  }
}

export class Shelf {
  readonly #storage: Storage | null;
  readonly #held = new Map<string, string>();

  constructor(pick: () => Storage) {
    this.#storage = usable(pick);
  }

  getItem(key: string): string | null {
    return this.#held.get(key) ?? this.#storage?.getItem(key) ?? null;
  }

  setItem(key: string, value: string): void {
    try {
      if (!this.#storage) throw new Error("no storage");
      this.#storage.setItem(key, value);
      this.#held.delete(key);
    } catch {
      // Full or switched off: keep it at least while the page is open.
      this.#held.set(key, value);
    }
  }

  removeItem(key: string): void {
    this.#held.delete(key);
    this.#storage?.removeItem(key);
  }
}

/** Outlives the browser. */
export const longShelf = new Shelf(() => localStorage);
/** Lives as long as the tab: a question half written on a shared machine is gone with it. */
export const tabShelf = new Shelf(() => sessionStorage);
