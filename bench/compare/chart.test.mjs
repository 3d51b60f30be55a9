// The chart: all that is drawn lies within it, whatever was measured.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chart } from "./chart.mjs";

const spread = (/** @type {number} */ median) => ({ median, least: median * 0.9, most: median * 1.3, rounds: 5 });
const bar = (/** @type {string} */ name, /** @type {number} */ cost) => ({ name, cpu: spread(cost), p50: spread(cost * 20), p99: spread(cost * 400) });
const svg = chart([
  { title: "1,000 streams <of> & all", bars: [bar("ailab", 8.2), bar("nginx", 9.9)] },
  { title: "40 streams", bars: [bar("ailab", 11), { name: "flask" }] },
]);
const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? [];

test("bars begin at 0, are as long as what they show, and end within the picture", () => {
  const bars = [...svg.matchAll(/<rect class="(\w+)[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="(\d+)"/g)];
  assert.equal(bars.length, 3 * 3);
  for (const [, , x, y, wide, high] of bars.map((found) => found.map(Number))) {
    assert.ok(x >= 0 && x + wide <= width);
    assert.ok(y >= 0 && y + high <= height);
  }
  const [ailab, , , nginx] = bars.map((found) => Number(found[4]));
  assert.ok(Math.abs(nginx / ailab - 9.9 / 8.2) < 0.01);
});

test("text is escaped and what failed is said", () => {
  assert.ok(svg.includes("1,000 streams &lt;of&gt; &amp; all"));
  assert.ok(svg.includes(">failed</text>"));
});

test("both colour schemes and a description are in it", () => {
  assert.ok(svg.includes("prefers-color-scheme: dark"));
  assert.ok(svg.includes("AI Lab 8.20 µs of CPU a token"));
});
