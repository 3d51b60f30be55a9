// Every state of asking passes axe and fits, in light and dark, on a desk and on a phone, and is pictured for people to look at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { expectAccessible } from "./axe.mjs";
import { visit } from "./browser.mjs";
import { interpose } from "./interposed.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ goldCoins: 1 })));
after(() => lab?.close());

const kCode = "for (let i = 0; i < n; i--) {\n    sum += i;\n}";
const kScreens = {
  desk: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

for (const [screen, device] of Object.entries(kScreens)) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${screen}, ${colorScheme}`, async (t) => {
      const permissions = ["clipboard-read", "clipboard-write"];
      const desk = await visit(t, lab.server.url, { ...device, colorScheme, reducedMotion: "reduce", permissions });
      const check = async (/** @type {string} */ state) => {
        await desk.picture(`asking-${screen}-${colorScheme}-${state}`);
        await expectAccessible(desk, state);
        const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${state}: the page is ${overflow} px too wide`);
      };
      await desk.register();
      let refusing = false;
      let deaf = false;
      const { upgraded } = await interpose(desk.page, {
        toServer(message, answer) {
          const ack = /^42(\d+)\["message"/.exec(message)?.[1];
          if (ack === undefined || !refusing) return true;
          answer(`43${ack}${JSON.stringify([{ ok: false, code: "rate_limited", message: "Slowly.", retry_after: 9 }])}`);
          return false;
        },
        toPage: (message) => !deaf || !/^43\d/.test(message),
      });
      await desk.page.clock.install();
      await desk.load();
      await upgraded;

      await desk.ask("Why does my loop never end?", "copper");
      await desk.newestIs("ended");
      await desk.ask("And with a for loop?", "gold");
      await desk.newestIs("ended");
      await check("actions");
      await desk.page.getByText("No gold coins left.", { exact: false }).first().waitFor();
      await check("none-left");

      await desk.choose("copper");
      await desk.field.focus();
      await desk.page.evaluate((code) => navigator.clipboard.writeText(code), kCode);
      await desk.field.press("ControlOrMeta+v");
      await desk.page.getByRole("button", { name: "Put it in a code block" }).waitFor();
      await check("code-offer");
      await desk.page.getByRole("button", { name: "Edit and ask again, question 1" }).click();
      await desk.page.getByText("Editing question 1.").waitFor();
      await check("editing");

      refusing = true;
      await desk.field.press("Enter");
      await desk.page.getByRole("timer").waitFor();
      await check("countdown");
      await desk.field.fill(`[[upstream: slow-first-token name=${screen}-${colorScheme}]] Why does it never end?`);
      await desk.page.clock.runFor(10_000);
      await desk.page.getByRole("button", { name: "Ask · 1 copper coin" }).waitFor();
      await check("offer");
      refusing = false;
      deaf = true;
      await desk.page.getByRole("button", { name: "Ask · 1 copper coin" }).click();
      await desk.newestIs("sending");
      await desk.page.clock.runFor(4000);
      await desk.page.getByText("Checking whether your question arrived.").waitFor();
      await check("checking");
      deaf = false;
      await desk.page.clock.runFor(8000);
      await desk.newestIs("running");
      await desk.page.clock.runFor(6000);
      await desk.page.getByText("Still thinking").waitFor();
      await check("still-thinking");
      lab.upstream.release(`${screen}-${colorScheme}`);
      await desk.newestIs("ended");
      assert.equal(await desk.draft(), kCode);

      await desk.page.keyboard.press("Tab");
      await desk.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
      await desk.page.keyboard.press("?");
      await desk.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      await check("shortcuts");
    });
  }
}

test("in German, on the narrowest phone", async (t) => {
  const desk = await visit(t, lab.server.url, { ...kScreens.phone, locale: "de-DE" });
  await desk.page.getByRole("button", { name: "Konto anlegen" }).click();
  await desk.page.getByLabel("Benutzername").fill(desk.username);
  await desk.page.getByLabel("Passwort", { exact: true }).fill(desk.password);
  await desk.page.locator("form").getByRole("button", { name: "Konto anlegen", exact: true }).click();
  const field = desk.page.getByRole("textbox", { name: "Deine Frage" });
  await field.fill("Warum endet meine Schleife nie?");
  await field.press("Enter");
  await desk.newestIs("ended");
  await desk.page.getByRole("button", { name: "Noch einmal fragen · 1 Kupfermünze, Frage 1" }).waitFor();
  await desk.page.getByRole("button", { name: /^Bearbeiten und neu fragen/ }).click();
  await desk.page.getByText("Du bearbeitest Frage 1.").waitFor();
  await desk.picture("asking-phone-german");
  await expectAccessible(desk, "German");
  assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
});
