// The first visit: how much is sent, and how long it takes until something is seen and until one can type.
import { get } from "node:http";
import { fieldOf, median, pageOf } from "./browser.mjs";

const kVisits = 7;

/** What the server sends for a path to a browser that takes gzip. @param {string} url @returns {Promise<{bytes: number, type: string, body: Buffer}>} */
function sent(url) {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ bytes: body.length, type: response.headers["content-type"] ?? "", body });
    }).on("error", reject);
  });
}

/** In bytes, as they go over the line. @param {import("playwright-core").Browser} browser @param {import("../../tests/harness/lab.mjs").Lab} lab */
export async function loadSizes(browser, lab) {
  const page = await pageOf(browser, await lab.student());
  /** @type {Set<string>} */
  const asked = new Set();
  page.on("request", (request) => asked.add(request.url()));
  await page.goto(lab.server.url);
  await fieldOf(page).waitFor();
  await page.context().close();
  const sizes = { script: 0, style: 0, other: 0 };
  for (const url of asked) {
    if (url.includes("/api/") || url.includes("/socket.io/")) continue;
    const { bytes, type } = await sent(url);
    sizes[type.startsWith("text/javascript") ? "script" : type.startsWith("text/css") ? "style" : "other"] += bytes;
  }
  return sizes;
}

/** Milliseconds from the start of the visit, with an empty cache; the median of some visits. @param {import("playwright-core").Browser} browser @param {import("../../tests/harness/lab.mjs").Lab} lab */
export async function loadTimes(browser, lab) {
  /** @type {{paint: number, typing: number}[]} */
  const visits = [];
  const student = await lab.student();
  for (let visit = 0; visit < kVisits; visit += 1) {
    const page = await pageOf(browser, student);
    // Typed as soon as it is there: what counts is when the letter stands in the field.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        const field = document.querySelector("textarea");
        if (!field || field.disabled) return;
        observer.disconnect();
        Object.assign(globalThis, { typingFrom: performance.now() });
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await page.goto(lab.server.url);
    await fieldOf(page).pressSequentially("a");
    visits.push(
      await page.evaluate(async () => {
        const paint = await new Promise((resolve) => {
          const observer = new PerformanceObserver((list) => {
            const [first] = list.getEntriesByName("first-contentful-paint");
            if (first) resolve(first.startTime);
          });
          observer.observe({ type: "paint", buffered: true });
        });
        return { paint, typing: /** @type {any} */ (globalThis).typingFrom };
      }),
    );
    await page.context().close();
  }
  return { paint: median(visits.map(({ paint }) => paint)), typing: median(visits.map(({ typing }) => typing)) };
}
