// `ailab coins`: coins are given and taken beside the running server, whose sockets are told at once.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { userInfo } from "node:os";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

/** @param {string[]} args */
function coins(...args) {
  return lab.installation.run("coins", ...args, ...lab.installation.flags);
}

/** @param {string[]} args */
async function coinsJson(...args) {
  const { code, stdout, stderr } = await coins(...args, "--json");
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

async function ledgerAddsUp() {
  const { code, stdout } = await lab.installation.run("ledger", "verify", "--json", ...lab.installation.flags);
  assert.equal(code, 0, stdout);
  return JSON.parse(stdout);
}

describe("coins grant and take", () => {
  test("every tab of the account is told at once, whatever its transport, and nobody else", async () => {
    const student = await lab.student();
    const tabs = await Promise.all([student.open("websocket"), student.open("polling"), student.open("default")]);
    const stranger = await (await lab.student()).open();
    const { code, stdout, stderr } = await coins("grant", student.username, "--gold", "5", "--copper", "1", "--reason", "For helping others");
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /5 gold, 1 copper.*105 gold, 10 silver, 21 copper/);
    for (const tab of tabs) assert.deepEqual((await tab.inbox.nth("balance")).balances, { gold: 105, silver: 10, copper: 21 });
    assert.deepEqual(await student.balances(), { gold: 105, silver: 10, copper: 21 });

    const { balances } = await coinsJson("take", student.username, "--silver", "10", "--reason", "Too many");
    assert.deepEqual(balances, { gold: 105, silver: 0, copper: 21 });
    for (const tab of tabs) assert.deepEqual((await tab.inbox.nth("balance", 1)).balances, balances);
    assert.equal((await tabs[0].refusal({ type: "message", content: "Help", selected_coin: "silver" })).code, "low_coins");
    assert.equal(stranger.inbox.count("balance"), 0);
    await ledgerAddsUp();
  });

  test("are entries of the ledger, with who and why", async () => {
    const student = await lab.student();
    await coinsJson("grant", student.username, "--gold", "2", "--reason", "Prize, “first”");
    await coinsJson("take", student.username, "--gold", "1", "--reason", "A mistake");
    const { username, balances, entries } = await coinsJson("show", student.username, "--entries", "2");
    assert.equal(username, student.username);
    assert.equal(balances.gold, 101);
    const who = `cli:${userInfo().username}`;
    assert.deepEqual(
      entries.map((/** @type {any} */ one) => [one.kind, one.tier, one.amount, one.balance_after, one.who, one.reason]),
      [
        ["adjust", "gold", -1, 101, who, "A mistake"],
        ["grant", "gold", 2, 102, who, "Prize, “first”"],
      ],
    );
    const { stdout } = await coins("show", student.username);
    assert.match(stdout, /101 gold/);
    assert.match(stdout, /grant +gold +\+2 +102 +cli:.*Prize/);
  });

  test("take all that is named or nothing", async () => {
    const student = await lab.student();
    const { code, stdout, stderr } = await coins("take", student.username, "--gold", "1", "--silver", "11", "--json", "--reason", "x");
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).error.code, "low_coins");
    assert.match(stderr, /has 10 silver.*11 cannot be taken; nothing was changed/);
    assert.deepEqual(await student.balances(), { gold: 100, silver: 10, copper: 20 });
  });

  const kMany = "9".repeat(30);
  for (const [what, args, exit, says] of /** @type {[string, string[], number, RegExp][]} */ ([
    ["no coins", ["--reason", "x"], 2, /--gold N/],
    ["no reason", ["--gold", "1"], 2, /--reason/],
    ["an empty reason", ["--gold", "1", "--reason", " \t"], 2, /--reason/],
    ["a reason of several lines", ["--gold", "1", "--reason", "a\u001b[2Jb\nc"], 2, /one line/],
    ["a reason without end", ["--gold", "1", "--reason", "x".repeat(501)], 2, /500/],
    ["nought", ["--gold", "0", "--reason", "x"], 2, /--gold 0: .*1 to 1000000/],
    ["less than nothing", ["--gold=-3", "--reason", "x"], 2, /1 to 1000000/],
    ["a million and one", ["--silver", "1000001", "--reason", "x"], 2, /1 to 1000000/],
    ["more than fits", ["--copper", kMany, "--reason", "x"], 2, /1 to 1000000/],
    ["a fraction", ["--copper", "1.5", "--reason", "x"], 2, /1 to 1000000/],
    ["a word", ["--gold", "1", "--copper", "many", "--reason", "x"], 2, /--copper many/],
    ["a coin that there is not", ["--platinum", "1", "--reason", "x"], 2, /platinum/],
  ])) {
    for (const command of ["grant", "take"]) {
      test(`${command} ${what}: a sentence that says what to do, and nothing changes`, async () => {
        const student = await lab.student();
        const plain = await coins(command, student.username, ...args);
        assert.deepEqual([plain.code, plain.stdout], [exit, ""]);
        assert.match(plain.stderr, says);
        const json = await coins(command, student.username, ...args, "--json");
        assert.equal(json.code, exit);
        assert.equal(JSON.parse(json.stdout).error.code, "wrong_usage");
        assert.deepEqual(await student.balances(), { gold: 100, silver: 10, copper: 20 });
      });
    }
  }

  test("of an account that is not there", async () => {
    for (const args of [["show", "nobody"], ["grant", "nobody", "--gold", "1", "--reason", "x"], ["take", "nobody", "--gold", "1", "--reason", "x"]]) {
      const { code, stderr } = await coins(...args);
      assert.equal(code, 1);
      assert.match(stderr, /no account "nobody".*user list/);
    }
  });

  test("many at once beside many questions: all are kept, and the sum is right", async () => {
    const student = await lab.student();
    const tab = await student.open();
    const asking = (async () => {
      for (let i = 0; i < 15; ++i) await tab.ask(`Question ${i}`, { coin: "copper" });
    })();
    const moves = Array.from({ length: 12 }, (_, i) => coins(i % 3 ? "grant" : "take", student.username, "--copper", "2", "--reason", `no. ${i}`));
    for (const { code, stderr } of await Promise.all(moves)) assert.equal(code, 0, stderr);
    await asking;
    assert.equal((await student.balances()).copper, 20 - 15 + 8 * 2 - 4 * 2);
    await ledgerAddsUp();
  });
});

test("what is changed while no server runs is there when it starts", async (t) => {
  const quiet = await startLab();
  t.after(() => quiet.close());
  const student = await quiet.student();
  await quiet.server.stop();
  const { code, stderr } = await quiet.installation.run("coins", "grant", student.username, "--gold", "1", "--reason", "x", ...quiet.installation.flags);
  assert.equal(code, 0, stderr);
  await quiet.restart();
  assert.equal(await student.gold(), 101);
});

test("ledger verify says what it has checked", async () => {
  const checked = await ledgerAddsUp();
  assert.equal(checked.ok, true);
  assert.ok(checked.entries > 0);
  const { code, stdout } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0);
  assert.match(stdout, /checked \d+ entries, \d+ balances, \d+ reservations \(\d+ open\) and \d+ answers/);
});
