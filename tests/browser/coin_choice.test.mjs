// What the coins say before anything is asked: what each buys, and what to do when one is used up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { studentAtOwnLab } from "./own_lab.mjs";

const kNone = "No gold coins left. You still have 10 silver coins and 20 copper coins.";

test("each coin says how many are left and what it gives", async (t) => {
  const { desk } = await studentAtOwnLab(t, { goldCoins: 3 });
  for (const name of [
    "Copper, 20 left. 1 coin Debugging tips: where to look and what to try",
    "Silver, 10 left. 1 coin The concept, with an example from another setting",
    "Gold, 3 left. 1 coin A worked solution, explained step by step",
  ]) {
    const words = name.split(/[,.] /);
    await desk.page.getByRole("radio", { name: new RegExp(words.map((part) => part.replace("1 coin ", "")).join(".*")) }).waitFor();
  }
});

test("a coin that is used up: how many are left elsewhere, and whom to ask", async (t) => {
  const { desk } = await studentAtOwnLab(t, { goldCoins: 0 });
  assert.equal(await desk.page.locator(".picker-none").textContent(), "");
  await desk.choose("gold");
  await desk.page.getByText(`${kNone} Your instructor can give you more.`).waitFor();
  await desk.picture("no-gold");
  // The refusal says it, too: once is enough.
  await desk.field.fill("All the same");
  await desk.field.press("Enter");
  await desk.refusal.filter({ hasText: "You have no gold coins left." }).waitFor();
  assert.equal(await desk.page.locator(".picker-none").textContent(), "");
  await desk.choose("copper");
  assert.equal(await desk.page.locator(".picker-none").textContent(), "");
});

test("when new coins come is the operator's to say", async (t) => {
  const { desk } = await studentAtOwnLab(t, { goldCoins: 0 });
  await desk.page.route("**/api/config", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), more_coins: "New coins come every Monday." } });
  });
  await desk.load();
  await desk.choose("gold");
  await desk.page.getByText(`${kNone} New coins come every Monday.`).waitFor();
  await desk.ask("All the same");
  await desk.refusal.filter({ hasText: "choose another coin and ask again. New coins come every Monday. No coin was spent" }).waitFor();
});
