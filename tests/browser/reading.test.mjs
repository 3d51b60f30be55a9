// Reading an answer: code in colours, formulas, tables on a phone, links that mislead, half-written syntax, and the place that
// the reader has chosen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { expectAccessible } from "./axe.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ goldCoins: 200 })));
after(() => lab?.close());

const kEverything = `# Sorting

Prose with **bold**, *em*, \`code\`, ~~gone~~, a [link](https://example.org/x), [https://bank.example/login](https://evil.example/), and $E = mc^2$ in it. It costs $5 and $10; set $HOME/bin:$PATH.

$$
\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}, \\quad \\mathbb{R}^n \\ni \\mathbf{x}
$$

\\[ A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}, \\boxed{x = 3} \\]

Broken: $\\frac{a$.

1. First
   \`\`\`cpp
   // Sums
   int main() { std::vector<int> v{1, 2}; return v.size() > 0 ? 0 : 1; } // "x"
   \`\`\`
2. Second
   - inner

\`\`\`python
@decorator
def f(x: int) -> str:
    """Doc"""
    return f"{x!r}" + 'a' * 3  # comment
\`\`\`

\`\`\`html
<p class="x">Hi</p><script>let a = /x/;</script>
\`\`\`

\`\`\`diff
- old
+ new
\`\`\`

| n | steps of it | a long column name that is wide | another column | time |
|--:|:-----:|:--|---|---|
| 10 | 3 | something that is long as well | more of it | 0.5 s |
| 100 | $n^2$ | **x** | \`y\` | 2 s |

> A quote

![a chart](https://example.org/c.png)`;

const kScreens = { desk: { width: 1280, height: 1600 }, phone: { width: 360, height: 1600 } };
for (const [screen, viewport] of Object.entries(kScreens)) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`everything that an answer can have: ${screen}, ${colorScheme}`, async (t) => {
      const desk = await visit(t, lab.server.url, { viewport, colorScheme, reducedMotion: "reduce" });
      await desk.register();
      await desk.ask(`[[upstream: say]] ${kEverything}`);
      await desk.newestIs("ended");
      const answer = desk.newestAnswer;
      await answer.locator("figure .hljs-keyword").first().waitFor();
      await answer.locator("figure .hljs-deletion").waitFor();
      await answer.locator("td math").waitFor();
      assert.equal(await answer.locator(".formula.source").textContent(), "$\\frac{a$");
      assert.equal(await answer.locator(".host").textContent(), " (evil.example)");
      assert.match((await answer.locator("p").first().textContent()) ?? "", /It costs \$5 and \$10; set \$HOME\/bin:\$PATH\./);
      assert.match((await answer.locator("math").nth(1).textContent()) ?? "", /ℝ.*𝐱/);
      await desk.picture(`reading-${screen}-${colorScheme}`);
      await expectAccessible(desk, "reading");
      const root = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(root, 0, "the page itself does not scroll sideways");
      if (screen === "phone") {
        const table = await answer.locator(".table").evaluate((element) => ({ inside: element.scrollWidth, width: element.clientWidth }));
        assert.ok(table.inside > table.width, "the table scrolls by itself");
      }
    });
  }
}

test("what is half written does not show its syntax, and a growing code block keeps its colours", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const steps = ["Some **bo⏸ld** and [a li⏸nk](https://exam⏸ple.org), $x^⏸2$.\n\n", "```cp⏸p\nint one;\nint t⏸wo;\n``⏸`\n\n", "| a | b⏸ |\n|--⏸-|---|\n| 1 ⏸| 2 |\n"];
  await desk.ask(`[[upstream: say name=half]] ${steps.join("")}`);
  const answer = desk.newestAnswer;
  const step = () => lab.upstream.release("half", 1);
  await answer.locator("strong", { hasText: /^bo$/ }).waitFor();
  step();
  await desk.shows(/Some bold and a li$/);
  step();
  await desk.shows(/Some bold and a link$/);
  step();
  await answer.getByRole("link").waitFor();
  assert.match((await answer.locator("p").textContent()) ?? "", /^Some bold and a link \(opens in a new tab\),$/);
  step();
  await answer.locator("math").waitFor();
  assert.equal(await answer.locator("figure").count(), 0);
  step();
  await answer.locator("figure .hljs-type").first().waitFor();
  assert.equal(await answer.locator("figcaption span").textContent(), "C++");
  assert.equal(await answer.locator("code").textContent(), "int one;\nint t");
  step();
  await answer.locator("code", { hasText: "int two;" }).waitFor();
  assert.ok((await answer.locator(".hljs-type").count()) >= 1, "the colours stay");
  step();
  await answer.locator(".hljs-type").nth(1).waitFor();
  assert.equal(await answer.locator("code").textContent(), "int one;\nint two;\n");
  step();
  step();
  await answer.locator("td", { hasText: "1" }).waitFor();
  step();
  await desk.newestIs("ended");
  assert.deepEqual(await answer.locator("td").allTextContents(), ["1", "2"]);
});

test("code is fetched for its colours, and formulas for theirs, only when there are some", async (t) => {
  const desk = await visit(t, lab.server.url);
  /** @type {string[]} */
  const fetched = [];
  desk.page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const asked = (/** @type {string} */ name) => fetched.some((path) => path.startsWith(`/assets/${name}-`));
  await desk.register();
  await desk.ask("[[upstream: say]] Just prose, and $5.\n\n```nosuchlanguage\nx\n```");
  await desk.newestIs("ended");
  assert.equal(asked("core") || asked("katex"), false);
  await desk.ask("[[upstream: say]] ```rust\nfn main() {}\n```");
  await desk.newestAnswer.locator(".hljs-keyword").waitFor();
  assert.equal(asked("core") && asked("rust"), true);
  assert.equal(asked("katex") || asked("python"), false);
  await desk.ask("[[upstream: say]] $x^2$");
  await desk.newestAnswer.locator("math").waitFor();
  assert.equal(asked("katex"), true);
});

test("without the files for colours and formulas the text is there as it was written", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expect(/ERR_FAILED/);
  await desk.page.route(/\/assets\/(core|katex)-/, (route) => route.abort());
  await desk.register();
  await desk.ask("[[upstream: say]] ```rust\nfn main() {}\n```\n\nand $x^2$");
  await desk.newestIs("ended");
  await desk.shows("and $x^2$");
  assert.equal(await desk.newestAnswer.locator("code").textContent(), "fn main() {}\n");
  await desk.page.unroute(/\/assets\/(core|katex)-/);
  await desk.ask("[[upstream: say]] ```rust\nfn main() {}\n```\n\nand $y^2$");
  await desk.newestAnswer.locator("math").waitFor();
  await desk.newestAnswer.locator(".hljs-keyword").waitFor();
});

test("the end stays in view, and the place of a reader who has scrolled up, when colours and formulas come late", async (t) => {
  const desk = await visit(t, lab.server.url);
  /** @type {(() => void)[]} */
  const waiting = [];
  await desk.page.route(/\/assets\/katex-/, async (route) => {
    await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    await route.continue();
  });
  await desk.register();
  const formula = "$$\n\\frac{\\frac{a}{b}}{\\frac{c}{d}}\n$$\n\n";
  const text = Array.from({ length: 25 }, (_, index) => `Part ${index}.\n\n${formula}`).join("");
  await desk.ask(`[[upstream: say name=late]] ${text}⏸ The end.`);
  await desk.shows("Part 24.");
  const atEnd = () => {
    const root = document.documentElement;
    return root.scrollHeight - root.scrollTop - root.clientHeight < 2;
  };
  await desk.page.waitForFunction(atEnd);
  const before = await desk.page.evaluate(() => document.documentElement.scrollHeight);
  for (const release of waiting) release();
  await desk.newestAnswer.locator("math").nth(24).waitFor();
  await desk.page.waitForFunction((height) => document.documentElement.scrollHeight !== height, before);
  await desk.page.waitForFunction(atEnd);

  await desk.page.mouse.move(700, 300);
  await desk.page.mouse.wheel(0, -900);
  await desk.page.getByRole("button", { name: /newest/ }).waitFor();
  lab.upstream.release("late");
  await desk.newestIs("ended");
  assert.equal(await desk.page.evaluate(atEnd), false, "the reader stays where they are");
  await desk.page.getByRole("button", { name: /newest/ }).click();
  await desk.page.waitForFunction(atEnd);
});

test("a long conversation is at its end when it is opened, and all that is shown of it can be found", async (t) => {
  const student = await lab.student();
  const tab = await student.open();
  const first = await tab.ask("[[upstream: say]] # Answer 1\n\nneedle in the first");
  for (let number = 2; number <= 80; number += 1) {
    await tab.ask(`[[upstream: lecture length=1500 rate=1000000]] ${number}`, { conversation: first.ack.conversation_id });
  }
  const desk = await visit(t, lab.server.url);
  desk.username = student.username;
  await desk.signIn();
  await desk.newestIs("ended");
  const atEnd = () => {
    const root = document.documentElement;
    return root.scrollHeight - root.scrollTop - root.clientHeight < 2;
  };
  await desk.page.waitForFunction(atEnd);
  const turns = desk.page.locator("article");
  for (let shown = await turns.count(); shown < 80; shown = await turns.count()) {
    await desk.page.getByRole("button", { name: "Show earlier questions" }).press("Enter");
    await turns.nth(shown).waitFor({ state: "attached" });
  }
  // What is not laid out is there for find-in-page and for screen readers.
  assert.equal(await desk.page.evaluate(() => /** @type {any} */ (globalThis).find("needle in the first", false, false, true)), true);
  const heading = desk.page.getByRole("heading", { name: "Answer 1", exact: true });
  assert.equal(await heading.count(), 1);
  await desk.page.waitForFunction(() => document.documentElement.scrollTop < 2000);
  await desk.picture("long-conversation");
});
