// Every way an answer can end says so, and says what became of the coin.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ firstByteTimeout: 1 })));
after(() => lab?.close());

test("cut at the length limit: the coin is spent", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: length]] Tell me everything", "gold");
  await desk.ending.filter({ hasText: "Cut at the length limit." }).waitFor();
  assert.equal(await desk.balance("gold"), 99);
  await desk.picture("ending-length");
});

test("stopped after text has arrived: the coin stays spent", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: hold name=never]] Hello", "silver");
  await desk.shows("You asked");
  await desk.newest.getByText("Stopping now does not bring the coin back.").waitFor();
  await desk.newest.getByRole("button", { name: "Stop" }).click();
  await desk.ending.filter({ hasText: "the silver coin stays spent" }).waitFor();
  assert.equal(await desk.balance("silver"), 9);
  await desk.picture("ending-stopped");
});

test("stopped before any text: the coin comes back", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: slow-first-token name=never]] Hello", "silver");
  await desk.newest.getByText("Stopping is free until the first words arrive.").waitFor();
  await desk.newest.getByRole("button", { name: "Stop" }).click();
  await desk.ending.filter({ hasText: "Your silver coin came back." }).waitFor();
  assert.equal(await desk.balance("silver"), 10);
});

test("the model refuses: the coin comes back, and the question can be edited", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const question = "[[upstream: status-400]] Hello";
  await desk.ask(question, "gold");
  await desk.ending.filter({ hasText: "Your gold coin came back. The AI model failed" }).waitFor();
  assert.equal(await desk.balance("gold"), 100);
  assert.match((await desk.announced()) ?? "", /^Your gold coin came back\./);
  await desk.picture("ending-refunded");
  await desk.newest.getByRole("button", { name: "Edit and ask again" }).click();
  assert.equal(await desk.draft(), question);

  await desk.load();
  await desk.ending.filter({ hasText: "Your gold coin came back." }).waitFor();
});

test("the model breaks off: what was written is kept, the coin comes back", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: cut-mid-stream after=4 how=reset]] Hello", "copper");
  await desk.ending.filter({ hasText: "Your copper coin came back." }).waitFor();
  await desk.ending.filter({ hasText: "kept above" }).waitFor();
  await desk.shows("You asked");
  assert.equal(await desk.balance("copper"), 20);
});

test("the model takes too long: the coin comes back", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: slow-headers name=never]] Hello", "copper");
  await desk.ending.filter({ hasText: "took too long to answer" }).waitFor();
  assert.equal(await desk.balance("copper"), 20);
});
