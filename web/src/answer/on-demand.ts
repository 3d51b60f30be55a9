// Parts of the page that are fetched when an answer first needs them: whoever needs one is told when it is there.

/** A part, fetched at most once at a time; a fetch that failed is tried again when the part is needed again. */
export class OnDemand<T> {
  #part: T | null = null;
  #fetching: Promise<void> | null = null;
  readonly #fetch: () => Promise<T>;

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
      .then((part) => void (this.#part = part))
      .catch(() => {})
      .finally(() => (this.#fetching = null));
    if (this.#part === null) await this.#fetching;
    return this.#part;
  }
}
