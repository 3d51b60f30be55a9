// Axes: from numbers to places.

/** Ends of an axis from 0 that has a few round marks. @param {number} most the largest number that it has to show @param {number} [marks] about how many */
export function axis(most, marks = 4) {
  if (!(most > 0)) return { end: 1, ticks: [0, 1] };
  const raw = most / marks;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= raw) ?? 10);
  const count = Math.ceil(most / step - 1e-9);
  return { end: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** @param {number} end of the axis @param {number} from pixels @param {number} to pixels @returns {(value: number) => number} */
export function linear(end, from, to) {
  return (value) => from + (value / end) * (to - from);
}
