// Coming in and going out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HttpClient } from "../harness/http_client.mjs";
import { startLab } from "../harness/lab.mjs";
import { expectTheEndOfTheSession } from "./account_desk.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ loginAttemptsPerAccount: 3 })));
after(() => lab?.close());

test("register, log out, log in again", async (t) => {
  const desk = await visit(t, lab.server.url);
  assert.equal(await desk.page.evaluate(() => document.activeElement?.getAttribute("name")), "username");
  await desk.register();
  await desk.page.getByRole("banner").getByText(desk.username).waitFor();
  assert.deepEqual([await desk.balance("gold"), await desk.balance("silver"), await desk.balance("copper")], [100, 10, 20]);
  assert.equal(await desk.page.evaluate(() => document.activeElement?.id), "question");

  await desk.logOut();
  await desk.load();
  await desk.page.getByRole("heading", { name: "Log in" }).waitFor();
  await desk.signIn();
  await desk.field.waitFor();
});

test("the session is out of reach of scripts, and nothing else is kept that could stand in for it", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  assert.equal(await desk.page.evaluate(() => document.cookie), "");
  const [cookie] = await desk.page.context().cookies();
  assert.equal(cookie?.httpOnly, true);
  const kept = await desk.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!kept.includes(cookie?.value ?? "?") && !kept.includes(desk.password));
});

test("what is wrong is said in plain words beside the form", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expectStatus(401, "/auth/login");
  desk.watch.expectStatus(409, "/auth/register");
  desk.watch.expectStatus(422, "/auth/register");
  const problem = desk.page.getByRole("alert");

  await desk.page.locator("form").getByRole("button", { name: "Log in", exact: true }).click();
  await problem.filter({ hasText: "Type your user name." }).waitFor();
  await desk.signIn();
  await problem.filter({ hasText: "do not go together" }).waitFor();
  assert.equal(await desk.page.evaluate(() => document.activeElement?.getAttribute("name")), "password");
  await desk.picture("login-refused");

  await desk.page.getByRole("button", { name: "Create an account" }).click();
  const good = desk.password;
  desk.password = "short";
  await desk.signIn("Create account");
  await problem.filter({ hasText: /\S/ }).waitFor();
  desk.password = good;
  await desk.signIn("Create account");
  await desk.field.waitFor();

  await desk.logOut();
  await desk.page.getByRole("button", { name: "Create an account" }).click();
  await desk.signIn("Create account");
  await problem.filter({ hasText: "already uses this name" }).waitFor();
});

test("after too many attempts the page says when to try again", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expectStatus(401, "/auth/login");
  desk.watch.expectStatus(429, "/auth/login");
  await desk.register();
  await desk.logOut();
  const good = desk.password;
  const problem = desk.page.getByRole("alert");
  for (let attempt = 0; attempt < 5; attempt += 1) {
    desk.password = `wrong ${attempt} wrong`;
    const answered = desk.page.waitForResponse((response) => response.url().endsWith("/auth/login"));
    await desk.signIn();
    if ((await answered).status() === 429) break;
    await problem.filter({ hasText: /\S/ }).waitFor();
  }
  desk.password = good;
  await problem.filter({ hasText: /Too many attempts\. Try again in \d+ (seconds?|minutes)/ }).waitFor();
  await desk.picture("login-too-many-attempts");
});

test("a session that ends before the page has its line leads to the login", async (t) => {
  const desk = await visit(t, lab.server.url);
  expectTheEndOfTheSession(desk);
  const held = Promise.withResolvers();
  const loggedOut = Promise.withResolvers();
  await desk.page.route("**/socket.io/**", async (route) => {
    held.resolve(undefined);
    await loggedOut.promise;
    await route.continue();
  });
  await desk.register();
  await held.promise;
  const elsewhere = new HttpClient(lab.server.url);
  const [cookie] = await desk.page.context().cookies();
  elsewhere.cookie = `${cookie?.name}=${cookie?.value}`;
  assert.equal((await elsewhere.post("/auth/logout", {})).status, 204);
  loggedOut.resolve(undefined);
  await desk.page.getByText("Your session has ended.").waitFor();
});

test("a session that ends elsewhere leads to the login, and what was being written is kept", async (t) => {
  const desk = await visit(t, lab.server.url);
  expectTheEndOfTheSession(desk);
  await desk.register();
  await desk.field.fill("half a question");
  const elsewhere = new HttpClient(lab.server.url);
  const [cookie] = await desk.page.context().cookies();
  elsewhere.cookie = `${cookie?.name}=${cookie?.value}`;
  assert.equal((await elsewhere.post("/auth/logout", {})).status, 204);
  await desk.page.getByText("Your session has ended.").waitFor();
  await desk.picture("session-ended");
  await desk.signIn();
  await desk.field.waitFor();
  assert.equal(await desk.draft(), "half a question");
});

test("who logs out writes nothing more to the line: the server closes it, and perhaps has already", async (t) => {
  const desk = await visit(t, lab.server.url);
  /** @type {string[]} */
  const frames = [];
  const upgraded = Promise.withResolvers();
  const closed = Promise.withResolvers();
  desk.page.on("websocket", (socket) =>
    socket
      .on("framesent", ({ payload }) => {
        frames.push(String(payload));
        // Engine.IO's word that the line is a WebSocket from now on.
        if (payload === "5") upgraded.resolve(undefined);
      })
      .on("close", closed.resolve),
  );
  await desk.register();
  await upgraded.promise;
  // The server is kept out of it: else it may have closed the line before the page could write.
  await desk.page.route("**/auth/logout", (route) => route.fulfill({ status: 204 }));
  await desk.logOut();
  await closed.promise;
  assert.deepEqual(frames.filter((frame) => frame.startsWith("41")), []);
});

test("logging out forgets what was being written: the machine may be shared", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.field.fill("half a question");
  await desk.logOut();
  await desk.signIn();
  await desk.field.waitFor();
  assert.equal(await desk.draft(), "");
});
