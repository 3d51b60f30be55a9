// The line to the server breaks: nothing is lost, nothing is paid twice, and nothing spins for ever.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpose } from "./interposed.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

test("an answer goes on when the line is back", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  desk.watch.expectLostLine();
  await desk.ask("[[upstream: hold name=line after=5]] Hello", "gold");
  await desk.shows("You asked");
  await desk.page.context().setOffline(true);
  await desk.page.getByText("Reconnecting… your answer continues when the line is back.").waitFor();
  await desk.picture("reconnecting");
  lab.upstream.release("line");
  await desk.page.context().setOffline(false);
  await desk.newestIs("ended");
  await desk.shows("What changes when family is");
  assert.equal(await desk.balance("gold"), 99);
});

test("a question asked without a line is sent once when it is back", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  desk.watch.expectLostLine();
  await desk.page.context().setOffline(true);
  await desk.page.getByText("Reconnecting…").waitFor();
  await desk.ask("Hello?", "gold");
  await desk.page.getByText("your question is sent when the line is back").waitFor();
  await desk.page.context().setOffline(false);
  await desk.newestIs("ended");
  await desk.shows("You asked: Hello?");
  assert.equal(await desk.balance("gold"), 99);
  assert.equal(lab.upstream.requests.length, 1);
});

test("balances that were read before a question do not undo what it has cost", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  let reads = 0;
  desk.page.on("framenavigated", () => (reads = 0));
  const read = Promise.withResolvers();
  const paid = Promise.withResolvers();
  await desk.page.route("**/api/me", async (route) => {
    // The first is the page's own start; the second comes with its line.
    const withLine = ++reads === 2;
    const response = await route.fetch();
    if (withLine) {
      read.resolve(undefined);
      await paid.promise;
    }
    await route.fulfill({ response });
  });
  await desk.page.reload();
  await read.promise;
  await desk.ask("Hello?", "gold");
  await desk.newestIs("ended");
  const late = desk.page.waitForEvent("requestfinished", (request) => request.url().endsWith("/api/me"));
  paid.resolve(undefined);
  await late;
  // The page has read the late answer when it has read one more, asked for after it.
  await desk.page.evaluate(() => fetch("/api/me").then((answer) => answer.text()));
  assert.equal(await desk.balance("gold"), 99);
});

test("a question whose acknowledgement is lost is asked again after a reload and charged once", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  desk.watch.expectLostLine();
  let broken = true;
  let lost = false;
  const { upgraded } = await interpose(desk.page, {
    toServer(message) {
      lost = broken && (lost || message.includes('["message"'));
      return true;
    },
    toPage: () => !lost,
  });
  await desk.load();
  await upgraded;
  await desk.ask("[[upstream: hold name=ack after=5]] Hello", "gold");
  await lab.upstream.waitForRequest((request) => request.scenario === "hold");
  assert.equal(await desk.newest.getAttribute("data-phase"), "sending");

  broken = false;
  await desk.load();
  lab.upstream.release("ack");
  await desk.newestIs("ended");
  await desk.shows("What changes when family is");
  assert.equal(await desk.page.locator("article").count(), 1);
  assert.equal(await desk.balance("gold"), 99);
  assert.equal(lab.upstream.requests.length, 1);
});

test("the server is stopped while it answers: the page ends with the notice, and the coin is back", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t, { shutdownGrace: 0 });
  desk.watch.expectLostLine();
  await desk.ask("[[upstream: hold name=never after=5]] Hello", "gold");
  await desk.shows("You asked");
  await lab.server.stop();
  await desk.ending.filter({ hasText: "Your gold coin came back." }).waitFor();
  await desk.ending.filter({ hasText: "The server stopped while this answer was being written. What had been written until then is kept above." }).waitFor();
  await lab.restart();
  await desk.ask("Are you back?", "copper");
  await desk.newest.filter({ hasText: "Are you back?" }).waitFor();
  await desk.newestIs("ended");
  await desk.shows("You asked: Are you back?");
  assert.equal(await desk.balance("gold"), 100);
  await desk.load();
  await desk.newest.filter({ hasText: "Are you back?" }).waitFor();
  await desk.page.locator("article").first().getByText("Your gold coin came back.").waitFor();
});

test("the server is stopped while the page has no line, and is back before it: nothing spins", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t, { shutdownGrace: 0 });
  desk.watch.expectLostLine();
  await desk.ask("[[upstream: hold name=never after=5]] Hello", "gold");
  await desk.shows("You asked");
  await desk.page.context().setOffline(true);
  await desk.page.getByText("Reconnecting…").first().waitFor();
  await lab.server.stop();
  await lab.restart();
  await desk.page.context().setOffline(false);
  await desk.ending.filter({ hasText: "Your gold coin came back." }).waitFor();
  await desk.shows("You asked");
  assert.equal(await desk.balance("gold"), 100);
});

for (const how of /** @type {const} */ (["by hand", "by itself"])) {
  test(`a conversation that cannot be loaded is tried again ${how}`, async (t) => {
    const { desk } = await studentAtOwnLab(t);
    await desk.ask("The first question");
    await desk.newestIs("ended");
    desk.watch.expect(/503 .*\/api\/conversations\//, /status of 503/);
    let broken = true;
    let refused = 0;
    const unavailable = { status: 503, json: { error: { code: "unavailable", message: "Later." } } };
    await desk.page.route("**/api/conversations/*", async (route) => {
      if (!broken) return route.continue();
      await route.fulfill(unavailable);
      refused += 1;
    });
    if (how === "by itself") await desk.page.clock.install();
    // Without what the page does every few seconds, only the hand is left.
    else await desk.page.addInitScript(() => void (globalThis.setInterval = /** @type {any} */ (() => 0)));
    await desk.load();
    const again = desk.page.getByRole("button", { name: "Try again now" });
    await again.waitFor();
    // The page tries once more when its line comes up.
    while (refused < 2) await new Promise((resolve) => setImmediate(resolve));
    await again.waitFor();
    broken = false;
    if (how === "by hand") await again.click();
    else await desk.page.clock.runFor(6_000);
    await desk.newest.filter({ hasText: "The first question" }).waitFor();
  });
}

test("the server is killed while it answers: after it is back the coin is too", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  desk.watch.expectLostLine();
  await desk.ask("[[upstream: hold name=never after=5]] Hello", "gold");
  await desk.shows("You asked");
  await lab.server.kill();
  await desk.page.getByText("Reconnecting…").first().waitFor();
  await lab.restart();
  await desk.ending.filter({ hasText: "Your gold coin came back." }).waitFor();
  await desk.ending.filter({ hasText: "The server stopped while this answer was being written." }).waitFor();
  assert.equal(await desk.balance("gold"), 100);
  await desk.ask("Are you back?");
  await desk.newest.filter({ hasText: "Are you back?" }).waitFor();
  await desk.newestIs("ended");
  await desk.shows("You asked: Are you back?");
});
