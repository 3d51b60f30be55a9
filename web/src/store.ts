// A value that the page is drawn from, and the hook that draws it again when it changes.
import { useEffect, useState } from "preact/hooks";

export class Store<T extends object> {
  #value: T;
  #frame = 0;
  readonly #readers = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(change: Partial<T>): void {
    this.#value = { ...this.#value, ...change };
    this.#tell();
  }

  /** As set(), but told at most once per animation frame: for text that arrives faster than it can be drawn. */
  setSoon(change: Partial<T>): void {
    this.#value = { ...this.#value, ...change };
    this.#frame ||= requestAnimationFrame(() => this.#tell());
  }

  subscribe(reader: () => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  #tell(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const reader of this.#readers) reader();
  }
}

export function useStore<T extends object>(store: Store<T>): T {
  const [value, draw] = useState(store.value);
  useEffect(() => {
    draw(store.value);
    return store.subscribe(() => draw(store.value));
  }, [store]);
  return value;
}
