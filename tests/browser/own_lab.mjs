// A student's page at a lab of its own, for tests that change settings, count requests or stop the server.
import { startLab } from "../harness/lab.mjs";
import { visit } from "./browser.mjs";

/** @param {import("node:test").TestContext} t @param {import("../harness/settings.mjs").Settings} [settings] */
export async function studentAtOwnLab(t, settings) {
  const lab = await startLab(settings);
  try {
    const desk = await visit(t, lab.server.url);
    await desk.register();
    return { lab, desk };
  } finally {
    // After the page has been closed: what is registered last runs last.
    t.after(() => lab.close());
  }
}
