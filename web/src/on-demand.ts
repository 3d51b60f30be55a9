// Parts of the page that are fetched when they are first needed: whoever needs one is told when it is there.

/** A part, fetched at most once at a time; a fetch that failed is tried again when the part is needed again. */
export class OnDemand<T> {
  #part: T | null = null;
  #fetching: Promise<void> | null = null;
  readonly #fetch: () => Promise<T>;
  readonly #readers = new Set<() => void>();

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** The part if it is there. */
  get part(): T | null {
    return this.#part;
  }

  /** Resolves when the part is there, or cannot be had now: then what needs it stays as it is. */
  async wanted(): Promise<T | null> {
    this.#fetching ??= this.#fetch()
      .then((part) => this.#keep(part))
      .catch(() => {})
      .finally(() => (this.#fetching = null));
    if (this.#part === null) await this.#fetching;
    return this.#part;
  }

  /** Tells `reader` when the part is there, whoever wanted it. Returns what ends that. */
  subscribe(reader: () => void): () => void {
    this.#readers.add(reader);
    return () => void this.#readers.delete(reader);
  }

  #keep(part: T): void {
    this.#part = part;
    for (const reader of this.#readers) reader();
  }
}
