// Code that is pasted into the composer keeps its shape, and can become a code block.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDemo } from "./demo_server.mjs";
import { visit } from "./browser.mjs";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let server;
before(async () => (server = await startDemo()));
after(() => server?.end());

const kCode = "def area(w, h):\n    if w < 0:\n\treturn None\n    return w * h\n";

/** @param {import("node:test").TestContext} t */
async function student(t) {
  const desk = await visit(t, server.url, { permissions: ["clipboard-read", "clipboard-write"] });
  await desk.register();
  return desk;
}

/** @param {import("./desk.mjs").Desk} desk @param {string} text */
async function paste(desk, text) {
  await desk.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await desk.field.press("ControlOrMeta+v");
}

/** @param {import("./desk.mjs").Desk} desk */
const offer = (desk) => desk.page.getByRole("button", { name: "Put it in a code block" });

test("pasted code keeps its indentation, becomes a block when asked to, and undo takes that back", async (t) => {
  const desk = await student(t);
  await desk.field.pressSequentially("Why is this wrong? ");
  await paste(desk, kCode);
  const asPasted = `Why is this wrong? ${kCode}`;
  assert.equal(await desk.draft(), asPasted);
  await desk.page.getByText("This looks like code.").waitFor();
  await desk.picture("composer-code-offer");

  await offer(desk).click();
  const block = "```\ndef area(w, h):\n    if w < 0:\n\treturn None\n    return w * h\n```";
  assert.equal(await desk.draft(), `Why is this wrong? \n${block}\n`);
  assert.equal(await desk.page.evaluate(() => document.activeElement?.id), "question");
  assert.equal(await offer(desk).count(), 0);
  await desk.page.keyboard.press("ControlOrMeta+z");
  assert.equal(await desk.draft(), asPasted);
  await offer(desk).click();
  await desk.field.pressSequentially("It prints None.");
  await desk.field.press("Enter");
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), `Why is this wrong? \n${block}\nIt prints None.`);
});

test("the fence is longer than the backticks in the code", async (t) => {
  const desk = await student(t);
  await paste(desk, "x = 1\ny = '````'\n");
  await offer(desk).click();
  assert.equal(await desk.draft(), "`````\nx = 1\ny = '````'\n`````\n");
});

test("what was typed before and after the paste stays where it is", async (t) => {
  const desk = await student(t);
  await desk.field.fill("before after");
  await desk.field.evaluate((field) => /** @type {HTMLTextAreaElement} */ (field).setSelectionRange(7, 7));
  await paste(desk, "a = 1\nb = 2");
  await desk.field.press("ControlOrMeta+End");
  await desk.field.pressSequentially("!");
  await offer(desk).click();
  assert.equal(await desk.draft(), "before \n```\na = 1\nb = 2\n```\nafter!");
});

test("prose, and code that is changed or fenced already, gets no offer", async (t) => {
  const desk = await student(t);
  await paste(desk, "Why does my loop never end?\nI tried to print the counter.");
  assert.equal(await offer(desk).count(), 0);
  await desk.field.fill("");
  await paste(desk, kCode);
  await offer(desk).waitFor();
  await desk.field.fill("something else");
  await offer(desk).waitFor({ state: "detached" });
  await desk.field.fill("```\n");
  await desk.field.press("ControlOrMeta+End");
  await paste(desk, kCode);
  assert.equal(await desk.draft(), `\`\`\`\n${kCode}`);
  assert.equal(await offer(desk).count(), 0);
});
