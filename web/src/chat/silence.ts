// Which unfinished questions the server has said nothing of for so long that it is to be asked about them: an event that was
// lost on its way is noticed by nothing else. Times in milliseconds.

export class Silence {
  readonly #patience: number;
  readonly #since = new Map<string, number>();

  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Something came of this question, or was just asked about it. */
  broken(id: string, now: number): void {
    this.#since.set(id, now);
  }

  /** Those of `unfinished` that have been silent for too long. The silence of one that is new here begins now; the others are forgotten. */
  overdue(unfinished: readonly string[], now: number): string[] {
    for (const id of [...this.#since.keys()]) if (!unfinished.includes(id)) this.#since.delete(id);
    return unfinished.filter((id) => {
      const since = this.#since.get(id) ?? now;
      this.#since.set(id, since);
      // A clock that was set back counts as silence, too.
      return now < since || now - since >= this.#patience;
    });
  }
}
