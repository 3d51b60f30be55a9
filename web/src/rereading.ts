// Reads something from the server again whenever it may have changed, one read at a time.

export class Rereading {
  readonly #read: () => Promise<void>;
  #running: Promise<void> | null = null;
  #asked = false;

  /** `read` does not throw. */
  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** However often it is called while a read runs, one more follows, which begins after the last change. Resolves after that. */
  run(): Promise<void> {
    this.#asked = true;
    this.#running ??= this.#readWhileAsked();
    return this.#running;
  }

  async #readWhileAsked(): Promise<void> {
    while (this.#asked) {
      this.#asked = false;
      await this.#read();
    }
    this.#running = null;
  }
}
