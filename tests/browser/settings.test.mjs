// The settings: colours and language change the page at once, are kept, and cost nothing of what is being written or read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { expectAccessible } from "./axe.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ goldCoins: 0, messagesPerMinute: 100_000 })));
after(() => lab?.close());

const kGerman = /\/assets\/de-[A-Z0-9]+\.js$/;

/** @param {import("./desk.mjs").Desk} desk */
async function openSettings(desk) {
  await desk.page.getByRole("button", { name: /^(Settings|Einstellungen)$/ }).click();
  await desk.page.getByRole("dialog", { name: /^(Settings|Einstellungen)$/ }).waitFor();
}

/** In the open dialog. @param {import("./desk.mjs").Desk} desk @param {string} choice */
async function choose(desk, choice) {
  const radio = desk.page.getByRole("radio", { name: choice, exact: true });
  await radio.click();
  // A language may have to be fetched.
  const lang = new Map([["English", "en"], ["Deutsch", "de"]]).get(choice);
  if (lang) await desk.page.locator(`html[lang=${lang}]`).waitFor();
  assert.ok(await radio.evaluate((element) => element === document.activeElement), `${choice} keeps the focus`);
}

/** @param {import("./desk.mjs").Desk} desk @param {...string} choices */
async function set(desk, ...choices) {
  await openSettings(desk);
  for (const choice of choices) await choose(desk, choice);
  await desk.page.keyboard.press("Escape");
}

/** @param {import("./desk.mjs").Desk} desk */
const look = (desk) =>
  desk.page.evaluate(() => ({
    lang: document.documentElement.lang,
    theme: document.documentElement.dataset.theme ?? null,
    scheme: getComputedStyle(document.documentElement).colorScheme,
    desk: getComputedStyle(document.documentElement).backgroundColor,
    around: [...document.querySelectorAll("meta[name=theme-color]")].filter((meta) => matchMedia(/** @type {any} */ (meta).media).matches).map((meta) => meta.getAttribute("content")),
  }));
const kDark = { theme: "dark", scheme: "dark", desk: "rgb(14, 22, 19)", around: ["#0e1613"] };
const kLight = { theme: "light", scheme: "light", desk: "rgb(231, 238, 230)", around: ["#e7eee6"] };

test("German and dark change the whole page at once and survive a reload", async (t) => {
  const desk = await visit(t, lab.server.url, { colorScheme: "light" });
  /** @type {string[]} */
  const fetched = [];
  desk.page.on("request", (request) => void fetched.push(request.url()));
  await desk.register();
  await desk.ask("[[upstream: status-400]] The first question", "copper");
  await desk.ending.filter({ hasText: "Your copper coin came back." }).waitFor();
  await desk.ask("Nothing is left for this one", "gold");
  await desk.refusal.filter({ hasText: "You have no gold coins left." }).waitFor();
  assert.deepEqual(await look(desk), { lang: "en", ...kLight, theme: null });
  assert.ok(!fetched.some((url) => kGerman.test(url)), "who reads English needs no other language");

  await set(desk, "Dark", "Deutsch");
  assert.deepEqual(await look(desk), { lang: "de", ...kDark });
  assert.equal(fetched.filter((url) => kGerman.test(url)).length, 1);
  const german = async () => {
    await desk.page.getByRole("button", { name: "Abmelden" }).waitFor();
    await desk.page.getByRole("button", { name: "Neues Gespräch" }).waitFor();
    await desk.page.getByRole("radio", { name: /^Kupfer.*noch 20.*Tipps zur Fehlersuche/ }).waitFor();
    await desk.newest.getByRole("heading", { name: "Kupfer einfache Hilfe · Münze zurückbekommen" }).waitFor();
    await desk.ending.filter({ hasText: "Du hast deine Kupfermünze zurückbekommen." }).waitFor();
    assert.equal(await desk.page.getByRole("textbox", { name: "Deine Frage" }).inputValue(), "Nothing is left for this one");
  };
  await german();
  await desk.refusal.filter({ hasText: "Du hast keine Goldmünzen mehr." }).waitFor();

  // Whatever the new page draws or says before all is there counts as well.
  await desk.page.addInitScript(() => {
    const seen = (/** @type {any} */ (globalThis).seen = { texts: /** @type {string[]} */ ([]), theme: /** @type {string | undefined} */ (undefined) });
    new MutationObserver(() => {
      if (!document.body) return;
      seen.theme ??= document.documentElement.dataset.theme ?? "none";
      seen.texts.push(document.body.innerText);
    }).observe(document, { childList: true, subtree: true });
  });
  await desk.load();
  await german();
  assert.deepEqual(await look(desk), { lang: "de", ...kDark });
  const seen = await desk.page.evaluate(() => /** @type {any} */ (globalThis).seen);
  assert.equal(seen.theme, "dark", "before there is anything to paint");
  assert.ok(seen.texts.join("\n").includes("AI Lab wird geöffnet…"));
  assert.doesNotMatch(seen.texts.join("\n"), /Opening|Log out|Conversations/);

  await set(desk, "Hell", "English");
  assert.deepEqual(await look(desk), { lang: "en", ...kLight });
  await set(desk, "As the system");
  await desk.page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await look(desk), { lang: "en", ...kDark, theme: null });
});

test("an answer goes on over the same line, and what is read and written stays where it is", async (t) => {
  const desk = await visit(t, lab.server.url);
  let lines = 0;
  desk.page.on("websocket", () => (lines += 1));
  await desk.register();
  const long = Array.from({ length: 60 }, (_, index) => `line ${index}`).join("\n");
  await desk.ask(`A long question\n${long}`, "silver");
  await desk.newestIs("ended");
  await desk.ask("[[upstream: hold name=settings after=20]] And this one?", "silver");
  await desk.shows("You asked");
  await desk.field.fill("half a question");
  await desk.page.evaluate(() => scrollTo(0, 200));
  const before = lines;
  await set(desk, "Deutsch");
  await desk.newest.getByText("Schreibt", { exact: true }).waitFor();
  assert.equal(await desk.page.getByRole("textbox", { name: "Deine Frage" }).inputValue(), "half a question");
  assert.ok(Math.abs((await desk.page.evaluate(() => scrollY)) - 200) < 40, "as far as longer words allow");
  lab.upstream.release("settings");
  await desk.newestIs("ended");
  assert.equal(lines, before);
  await desk.newest.getByText("1 Münze bezahlt").waitFor();
});

test("a browser that asks for German gets it, at the way in too, with its own dates", async (t) => {
  const desk = await visit(t, lab.server.url, { locale: "de-AT" });
  desk.watch.expectStatus(401, "/auth/login");
  desk.watch.expectStatus(422, "/auth/register");
  const { page } = desk;
  assert.equal(await page.title(), "Anmelden · AI Lab");
  await page.getByLabel("Benutzername").fill(desk.username);
  await page.getByLabel("Passwort", { exact: true }).fill("wrong wrong");
  await page.locator("form").getByRole("button", { name: "Anmelden", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: "passen nicht zusammen" }).waitFor();
  // What is said already changes as well.
  await set(desk, "English");
  await page.getByRole("alert").filter({ hasText: "do not go together" }).waitFor();
  await set(desk, "Deutsch");
  await page.getByRole("button", { name: "Konto anlegen" }).click();
  await page.getByLabel("Benutzername").fill(desk.username);
  await page.getByLabel("Passwort", { exact: true }).fill("short");
  await page.locator("form").getByRole("button", { name: "Konto anlegen", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: "Ein Passwort hat 8 bis 256 Zeichen." }).waitFor();
  await page.getByLabel("Passwort", { exact: true }).fill(desk.password);
  await page.locator("form").getByRole("button", { name: "Konto anlegen", exact: true }).click();
  await page.getByRole("heading", { name: `Woran arbeitest du, ${desk.username}?` }).waitFor();
  await page.getByRole("button", { name: /Die Belege zeigen/ }).click();
  const receipts = page.getByRole("dialog", { name: "Deine Münzen" });
  const line = receipts.getByRole("listitem").filter({ hasText: "20 Kupfermünzen dazubekommen" });
  await line.filter({ hasText: "Ein neues Konto beginnt mit diesen Münzen." }).waitFor();
  const shown = await line.locator("time").textContent();
  const at = (await line.locator("time").getAttribute("datetime")) ?? "";
  const expected = await page.evaluate((when) => new Intl.DateTimeFormat("de-AT", { dateStyle: "medium", timeStyle: "short" }).format(new Date(when)), at);
  assert.equal(shown, expected);
});

test("tabs agree on colours and language", async (t) => {
  const desk = await visit(t, lab.server.url, { colorScheme: "light" });
  const other = await desk.page.context().newPage();
  await other.goto(desk.url);
  await set(desk, "Dark", "Deutsch");
  await other.getByRole("heading", { name: "Anmelden" }).waitFor();
  await other.waitForFunction(() => document.documentElement.dataset.theme === "dark" && document.documentElement.lang === "de");
});

test("a language that cannot be loaded leaves the page as it is, and says so", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expect(/de-[A-Z0-9]+\.js/);
  await desk.page.route(kGerman, (route) => route.abort());
  await openSettings(desk);
  await desk.page.getByRole("radio", { name: "Deutsch" }).click();
  await desk.page.getByRole("alert").filter({ hasText: "This language could not be loaded." }).waitFor();
  assert.ok(await desk.page.getByRole("radio", { name: "English" }).isChecked());
  assert.equal((await look(desk)).lang, "en");
  // Nor does it keep a German browser from the page.
  await desk.page.unroute(kGerman);
  await desk.page.evaluate(() => localStorage.setItem("ailab.language", "de"));
  await desk.page.route(kGerman, (route) => route.abort());
  await desk.load();
  await desk.page.getByRole("heading", { name: "Log in" }).waitFor();
});

test("a language's file is kept for ever, as its name holds a hash of it", async (t) => {
  const desk = await visit(t, lab.server.url);
  const fetched = desk.page.waitForResponse(kGerman);
  await set(desk, "Deutsch");
  const headers = await (await fetched).allHeaders();
  assert.match(headers["cache-control"] ?? "", /immutable/);
  assert.match(headers["content-type"] ?? "", /^text\/javascript/);
});

const kScreens = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };

for (const [screen, viewport] of Object.entries(kScreens)) {
  for (const [language, theme] of /** @type {const} */ ([["English", "Light"], ["English", "Dark"], ["Deutsch", "Light"], ["Deutsch", "Dark"]])) {
    test(`${screen}, ${language}, ${theme}`, async (t) => {
      // The system has the other colours: what is chosen must win everywhere.
      const desk = await visit(t, lab.server.url, { viewport, colorScheme: theme === "Light" ? "dark" : "light", reducedMotion: "reduce" });
      const name = `${screen}-${language === "English" ? "en" : "de"}-${theme.toLowerCase()}`;
      const check = async (/** @type {string} */ state) => {
        await desk.picture(`settings-${name}-${state}`);
        await expectAccessible(desk, state);
        const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${state}: the page is ${overflow} px too wide`);
      };
      await desk.register();
      await desk.ask("```js\nwhile (true) {}\n```\nWhy does my loop never end?");
      await desk.newestIs("ended");
      await openSettings(desk);
      await choose(desk, theme);
      await choose(desk, language);
      const { lang, ...colours } = await look(desk);
      assert.equal(lang, language === "English" ? "en" : "de");
      assert.deepEqual(colours, theme === "Dark" ? kDark : kLight);
      await check("dialog");
      await desk.page.keyboard.press("Escape");
      await desk.page.evaluate(() => scrollTo(0, 0));
      await check("answered");
      await desk.page.getByRole("button", { name: /Show the receipts|Die Belege zeigen/ }).click();
      await desk.page.getByText(/^(That is all|Das ist alles)/).waitFor();
      await check("receipts");
      await desk.page.keyboard.press("Escape");
      await desk.page.getByRole("button", { name: /^(Log out|Abmelden)$/ }).click();
      await desk.page.getByRole("heading", { name: /^(Log in|Anmelden)$/ }).waitFor();
      await check("login");
    });
  }
}
