// Finds the largest number that bears something, by few tries: up in steps until one does not bear, then halves in between.

/** From one try to the next, until the limit lies between two of them. */
const kStep = 1.4;

export class Bisection {
  /** The largest number that bore, and the smallest that did not. */
  bore = 0;
  broke = Infinity;

  /** @param {number} first where to begin @param {number} resolution how far apart the two may be in the end: 1.05 is 5 % */
  constructor(first, resolution) {
    this.first = first;
    this.resolution = resolution;
  }

  /** The next number to try; undefined when the limit is known. @returns {number | undefined} */
  next() {
    if (this.bore === 0 && this.broke === Infinity) return this.first;
    if (this.broke === Infinity) return Math.round(this.bore * kStep);
    if (this.bore === 0) return this.broke > 1 ? Math.max(1, Math.floor(this.broke / kStep)) : undefined;
    const middle = Math.round(Math.sqrt(this.bore * this.broke));
    const known = this.broke / this.bore <= this.resolution || middle <= this.bore || middle >= this.broke;
    return known ? undefined : middle;
  }

  /** @param {number} number what next() said @param {boolean} bears */
  tell(number, bears) {
    if (bears) this.bore = Math.max(this.bore, number);
    else this.broke = Math.min(this.broke, number);
  }
}
