// Medians, spreads, and ratios within rounds: the arithmetic of all that is quoted.

/** The figures of one round, by name. @typedef {Record<string, number>} Figures */
/** What a round gave: its figures, or why there are none. @typedef {{figures: Figures} | {error: string}} Observation */
/** @typedef {{median: number, least: number, most: number, rounds: number}} Spread */

/** The middle of some numbers; of an even count, the mean of the two middle ones. @param {number[]} numbers at least one */
export function median(numbers) {
  if (numbers.length === 0) throw new RangeError("nothing has no median");
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number[]} numbers at least one @returns {Spread} */
export function spread(numbers) {
  return { median: median(numbers), least: Math.min(...numbers), most: Math.max(...numbers), rounds: numbers.length };
}

/** What is wrong with a contestant's rounds, in a few words; "" when nothing is. @param {Observation[]} rounds */
export function complaint(rounds) {
  const errors = rounds.flatMap((round) => ("error" in round ? [round.error] : []));
  if (errors.length === 0) return rounds.length === 0 ? "not measured" : "";
  return `failed in ${errors.length} of ${rounds.length} rounds: ${errors[0]}`;
}

/**
 * One figure of a contestant over its rounds. Rounds that failed have none; undefined when too few are left to be quoted.
 * @param {Observation[]} rounds @param {string} figure @returns {Spread | undefined}
 */
export function figureOf(rounds, figure) {
  const numbers = rounds.flatMap((round) => ("figures" in round && figure in round.figures ? [round.figures[figure]] : []));
  return enough(numbers.length, rounds.length) ? spread(numbers) : undefined;
}

/**
 * How many times `above`'s figure is `below`'s, round by round: what else the machine did in a round fell on both.
 * @param {Observation[]} above @param {Observation[]} below @param {string} figure @returns {Spread | undefined}
 */
export function ratioOf(above, below, figure) {
  const ratios = above.flatMap((round, index) => {
    const other = below[index];
    if (!other || "error" in round || "error" in other) return [];
    const ratio = round.figures[figure] / other.figures[figure];
    return Number.isFinite(ratio) ? [ratio] : [];
  });
  return enough(ratios.length, Math.max(above.length, below.length)) ? spread(ratios) : undefined;
}

/** More than half of the rounds. @param {number} good @param {number} all */
function enough(good, all) {
  return good > 0 && good * 2 > all;
}
