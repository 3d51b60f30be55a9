// What sessions are called in the list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ago } from "../src/account/ago.ts";
import { deviceOf, programOf } from "../src/account/device.ts";

const mozilla = "Mozilla/5.0";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
const apple = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

const agents: readonly (readonly [string, string, string, "phone" | "computer"])[] = [
  [`${mozilla} (X11; Linux x86_64) ${webkit} Chrome/126.0.0.0 Safari/537.36`, "Chrome", "Linux", "computer"],
  [`${mozilla} (X11; Linux x86_64) ${webkit} HeadlessChrome/126.0.0.0 Safari/537.36`, "Chrome", "Linux", "computer"],
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`, "Edge", "Windows", "computer"],
  [`${mozilla} (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0`, "Firefox", "Windows", "computer"],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/17.5 Safari/605.1.15`, "Safari", "macOS", "computer"],
  [`${mozilla} (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${apple} Version/17.5 Mobile/15E148 Safari/604.1`, "Safari", "iPhone", "phone"],
  [`${mozilla} (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${apple} FxiOS/128.0 Mobile/15E148 Safari/605.1.15`, "Firefox", "iPhone", "phone"],
  [`${mozilla} (iPad; CPU OS 17_5 like Mac OS X) ${apple} CriOS/126.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome", "iPad", "phone"],
  [`${mozilla} (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0`, "Firefox", "Android", "phone"],
  [`${mozilla} (Linux; Android 14; K) ${webkit} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`, "Samsung Internet", "Android", "phone"],
  [`${mozilla} (Linux; Android 14; K) ${webkit} Chrome/126.0.0.0 Mobile Safari/537.36 EdgA/126.0.0.0`, "Edge", "Android", "phone"],
  [`${mozilla} (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/126.0.0.0 Safari/537.36`, "Chrome", "ChromeOS", "computer"],
  [`${mozilla} (X11; Linux x86_64) ${webkit} Chrome/126.0.0.0 Safari/537.36 OPR/111.0.0.0`, "Opera", "Linux", "computer"],
];

test("browsers by what they call themselves, though each names the others", () => {
  for (const [agent, browser, system, kind] of agents) assert.deepEqual(deviceOf(agent), { browser, system, kind }, agent);
});

test("programs, and what says nothing", () => {
  for (const agent of ["curl/8.5.0", "python-requests/2.31.0", "node", ""]) {
    assert.deepEqual(deviceOf(agent), { browser: null, system: null, kind: "program" }, agent);
  }
  assert.equal(programOf("curl/8.5.0 and more"), "curl/8.5.0");
  assert.equal(programOf("  "), "");
  assert.deepEqual(deviceOf("Thing (Windows NT 10.0)"), { browser: null, system: "Windows", kind: "computer" });
});

test("how long ago, in whole units that have passed", () => {
  const now = 1_800_000_000;
  const told = (passed: number) => ago(now - passed, now, "en");
  assert.deepEqual([0, 59, 60, 119, 3599, 3600, 86_399, 86_400, 172_800].map(told), [
    "now", "now", "1 minute ago", "1 minute ago", "59 minutes ago", "1 hour ago", "23 hours ago", "yesterday", "2 days ago",
  ]);
  assert.equal(told(-30), "now", "the server's clock is ahead");
  assert.equal(ago(now - 180, now, "de"), "vor 3 Minuten");
});
