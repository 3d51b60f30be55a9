// Whether a figure meets its target, and by how much it does not.

/** `most` and `least` as in "at most" and "at least"; neither: there is no target. @typedef {{most?: number, least?: number}} Target */

/** @param {number} value @param {Target} target @returns {boolean | undefined} undefined: there is no target */
export function meets(value, { most, least }) {
  if (most === undefined && least === undefined) return undefined;
  return (most === undefined || value <= most) && (least === undefined || value >= least);
}

/** In words. @param {number} value @param {Target} target */
export function verdictOf(value, target) {
  const met = meets(value, target);
  if (met === undefined) return "no target";
  if (met) return "met";
  const { most, least } = target;
  const times = most !== undefined && value > most ? value / most : /** @type {number} */ (least) / value;
  if (times >= 2) return `short by a factor of ${times.toFixed(1)}`;
  // What is too much over a limit, or what is missing to it, in parts of the limit. Never "0 %": that would be met.
  const part = most !== undefined && value > most ? times - 1 : 1 - 1 / times;
  return part < 0.01 ? "short by less than 1 %" : `short by ${Math.round(part * 100)} %`;
}
