// Each peer is the app that it is measured as: it takes a coin, streams the whole answer, and gives the coin back when the model fails.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, suite } from "node:test";
import { HttpClient } from "../../tests/harness/http_client.mjs";
import { Tab } from "../../tests/harness/tab.mjs";
import { test } from "../../tests/harness/test.mjs";
import { defaultDeltas } from "../../tests/upstream/default_answer.mjs";
import { startUpstream } from "../../tests/upstream/server.mjs";
import { PeerProcess } from "./peer_process.mjs";

const kCoins = 1_000_000;
const kPassword = "correct horse";

for (const name of ["node", "flask"]) {
  suite(name, () => {
    /** @type {import("../../tests/upstream/server.mjs").Upstream} */
    let upstream;
    /** @type {PeerProcess} */
    let peer;
    before(async () => {
      upstream = await startUpstream();
      peer = await PeerProcess.start(name, { baseUrl: upstream.url });
    });
    after(async () => {
      assert.equal(await peer.stop(), 0, peer.log);
      await upstream.close();
      assert.deepEqual(upstream.complaints, []);
    });

    for (const mode of /** @type {const} */ (["websocket", "polling", "default"])) {
      test(`answers whole for one coin over ${mode}`, async (context) => {
        const { tab } = await newStudent(context, peer, mode);
        const { ack, text, streams, event, end } = await tab.ask("Why is 👍 two units?", { coin: "copper" });
        assert.equal(ack.balances.copper, kCoins - 1);
        const deltas = defaultDeltas("Why is 👍 two units?");
        assert.equal(text, deltas.join(""));
        assert.equal(streams.length, deltas.length, "one event for each delta");
        assert.equal(event, "done");
        assert.deepEqual(end, {
          type: "done",
          answer_id: ack.answer_id,
          reason: "stop",
          length: text.length,
          charged: true,
          balances: { gold: kCoins, silver: kCoins, copper: kCoins - 1 },
        });
        assert.deepEqual(stored(peer, ack.answer_id), { state: "settled", reason: "stop", text, counted: 1, entries: "reserve -1,settle 0" });
      });
    }

    for (const [failure, shown] of /** @type {const} */ ([
      ["status-400", 0],
      ["cut-before-headers", 0],
      ["cut-mid-stream after=3", 3],
      ["html-200", 0],
    ])) {
      test(`gives the coin back when the model fails: ${failure}`, async (context) => {
        const { tab } = await newStudent(context, peer, "websocket");
        const { ack, text, streams, event, end } = await tab.ask(`[[upstream: ${failure}]] Why?`);
        assert.equal(ack.balances.gold, kCoins - 1);
        assert.equal(event, "error");
        assert.equal(streams.length, shown);
        assert.equal(end.code, "upstream_error");
        assert.equal(end.refunded, true);
        assert.equal(end.balances.gold, kCoins);
        const { state, text: kept, entries } = stored(peer, ack.answer_id);
        assert.deepEqual({ state, kept, entries }, { state: "refunded", kept: text, entries: "reserve -1,refund 1" });
      });
    }

    test("asks for a login, a question, and a new id", async (context) => {
      const stranger = await openTab(context, peer);
      assert.equal((await stranger.send({ type: "message", content: "Why?", selected_coin: "gold" })).code, "not_logged_in");
      const { tab } = await newStudent(context, peer, "websocket");
      assert.equal((await tab.send({ type: "message", content: "Why?", selected_coin: "tin" })).code, "invalid_message");
      const id = randomUUID();
      await tab.ask("Why?", { id });
      const again = await tab.send({ type: "message", content: "Why?", selected_coin: "gold", id });
      assert.equal(again.code, "already_asked");
    });

    test("knows its accounts", async (context) => {
      const { username } = await newStudent(context, peer, "websocket");
      const visitor = new HttpClient(peer.url);
      assert.equal((await visitor.post("/auth/register", { username, password: kPassword })).code, "username_taken");
      assert.equal((await visitor.post("/auth/login", { username, password: "wrong horse" })).code, "bad_credentials");
      assert.equal((await visitor.post("/auth/login", { username, password: kPassword })).status, 200);
      const tab = await openTab(context, peer, visitor.cookie);
      assert.equal((await tab.ask("Why?")).event, "done");
    });

    test("speaks TLS to the model, with what it can at most", async (context) => {
      const server = await startUpstream();
      const tlsEnd = await PeerProcess.start("tls_end", { flags: ["--upstream", String(server.port)] });
      const own = await PeerProcess.start(name, { baseUrl: `https://127.0.0.1:${tlsEnd.port}/v1`, ca: tlsEnd.ca });
      try {
        const { tab } = await newStudent(context, own, "websocket");
        const { text, event } = await tab.ask("Why?");
        assert.equal(event, "done");
        assert.equal(text, defaultDeltas("Why?").join(""));
        assert.equal(server.requests[0].headers["x-client-protocol"], name === "node" ? "HTTP/2.0" : "HTTP/1.1");
      } finally {
        await own.stop();
        await tlsEnd.stop();
        await server.close();
      }
    });
  });
}

suite("nginx", () => {
  for (const scheme of ["http", "https"]) {
    test(`passes the model's events on as they come, over ${scheme}`, async () => {
      const upstream = await startUpstream();
      const tlsEnd = scheme === "https" ? await PeerProcess.start("tls_end", { flags: ["--upstream", String(upstream.port)] }) : undefined;
      const baseUrl = tlsEnd ? `https://127.0.0.1:${tlsEnd.port}/v1` : upstream.url;
      const relay = await PeerProcess.start("nginx", { baseUrl, ca: tlsEnd?.ca });
      try {
        const events = await askRelay(relay.url, "[[upstream: hold name=second after=1]] Why?");
        let text = "";
        while (!text.includes(JSON.stringify(defaultDeltas("Why?")[0]))) text += (await events.next()).value;
        assert.ok(!text.includes("[DONE]"), "the rest waits at its gate: what came was not held back");
        upstream.release("second");
        for await (const part of events) text += part;
        assert.equal(contentOf(text), defaultDeltas("Why?").join(""));
        assert.ok(text.endsWith("data: [DONE]\n\n"));
        assert.deepEqual(upstream.complaints, []);
      } finally {
        assert.equal(await relay.stop(), 0, relay.log);
        await tlsEnd?.stop();
        await upstream.close();
      }
    });
  }
});

suite("a peer that was killed", () => {
  for (const name of ["node", "flask"]) {
    test(`${name} gives the coins of its open answers back at the next start`, async (context) => {
      const upstream = await startUpstream();
      const killed = await PeerProcess.start(name, { baseUrl: upstream.url });
      const { tab } = await newStudent(context, killed, "websocket");
      const { answer_id: id } = await tab.begin("[[upstream: silence after=1]] Why?");
      await tab.inbox.nth("stream");
      killed.child.kill("SIGKILL");
      await once(killed.child, "exit");
      const next = await PeerProcess.start(name, { baseUrl: upstream.url, folder: killed.folder });
      assert.deepEqual(stored(next, id), { state: "refunded", reason: "interrupted", text: "", counted: 0, entries: "reserve -1,refund 1" });
      await next.stop();
      await upstream.close();
    });
  }
});

/**
 * @param {import("node:test").TestContext} context closes the tab @param {PeerProcess} peer
 * @param {import("../../tests/harness/tab.mjs").Mode} mode
 */
async function newStudent(context, peer, mode) {
  const http = new HttpClient(peer.url);
  const username = `s${randomUUID().slice(0, 12)}`;
  const { status, text } = await http.post("/auth/register", { username, password: kPassword });
  assert.equal(status, 201, text);
  return { username, tab: await openTab(context, peer, http.cookie, mode) };
}

/** @param {import("node:test").TestContext} context @param {PeerProcess} peer @param {string} [cookie] @param {import("../../tests/harness/tab.mjs").Mode} [mode] */
async function openTab(context, peer, cookie, mode) {
  const tab = await Tab.open(peer.url, { cookie, mode });
  context.after(() => tab.socket.close());
  return tab;
}

/** What the peer's database says of an answer. @param {PeerProcess} peer @param {string} id */
function stored(peer, id) {
  const database = new DatabaseSync(join(peer.folder, "peer.sqlite"), { readOnly: true });
  try {
    return {
      .../** @type {object} */ (
        database.prepare("SELECT state, reason, text, tokens IS NOT NULL AS counted FROM answers WHERE id = ?").get(id)
      ),
      .../** @type {object} */ (
        database
          .prepare("SELECT group_concat(kind || ' ' || amount) AS entries FROM (SELECT * FROM entries WHERE answer = ? ORDER BY id)")
          .get(id)
      ),
    };
  } finally {
    database.close();
  }
}

/** @param {string} url @param {string} question @returns {Promise<AsyncIterator<string> & AsyncIterable<string>>} parts of the event stream */
async function askRelay(url, question) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: question }] }),
  });
  assert.equal(response.status, 200);
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body).pipeThrough(new TextDecoderStream());
  return /** @type {any} */ (body).values();
}

/** @param {string} events @returns {string} the text of a whole event stream */
function contentOf(events) {
  const chunks = events.match(/^data: \{.*$/gm)?.map((line) => JSON.parse(line.slice(6))) ?? [];
  return chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
}
