// The product behind nginx and HAProxy: answers that stream, cookies that are Secure, limits that count people and not the proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import https from "node:https";
import { after, before, describe } from "node:test";
import { HttpClient } from "../harness/http_client.mjs";
import { startLab } from "../harness/lab.mjs";
import { kModes, Tab } from "../harness/tab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";
import { kProxies, startProxy } from "./proxy.mjs";

const kPassword = "correct horse battery";
let students = 0;

for (const name of kProxies) {
  describe(`through ${name}`, () => {
    /** @type {import("../harness/lab.mjs").Lab} */
    let lab;
    /** @type {import("./proxy.mjs").Proxy} */
    let proxy;
    /** @type {Tab[]} */
    const tabs = [];
    before(async () => {
      lab = await startLab({ trustProxy: true, loginAttemptsPerAddress: 3 });
      proxy = await startProxy(name, { ports: [lab.server.port] });
    });
    after(async () => {
      for (const tab of tabs) tab.close();
      await proxy?.stop();
      await lab.close();
    });

    const visitor = () => new HttpClient(proxy.url);
    const register = async () => {
      const http = visitor();
      const username = `${name}-${(students += 1)}`.toLowerCase();
      const answer = await http.send("POST", "/auth/register", {
        json: { username, password: kPassword },
        headers: { origin: proxy.url },
      });
      assert.equal(answer.status, 201, answer.text);
      return { username, http, answer };
    };
    const open = async (/** @type {Parameters<typeof Tab.open>[1]} */ options) => {
      const tab = await Tab.open(proxy.url, { headers: { origin: proxy.url }, ...options });
      tabs.push(tab);
      return tab;
    };

    test("the page is there, and a session's cookie is Secure", async () => {
      assert.match((await visitor().get("/")).text, /<html/);
      const { http, answer } = await register();
      assert.match(answer.headers.getSetCookie()[0], /; Secure$/);
      assert.equal((await http.get("/api/me")).status, 200);
    });

    for (const mode of kModes) {
      test(`${mode}: an answer comes piece by piece`, async () => {
        const { http } = await register();
        const tab = await open({ mode, cookie: http.cookie });
        const hold = `${name}-${mode}`;
        const question = `[[upstream: hold name=${hold} after=2]] Slowly`;
        const { answer_id: id } = await tab.begin(question);
        // The model has said no more than this until it is released: nothing on the way may wait for more.
        await tab.textReaches(id, defaultDeltas("Slowly").slice(0, 2).join(""));
        lab.upstream.release(hold);
        assert.equal((await tab.answer(id)).text, defaultAnswer("Slowly"));
      });

      test(`${mode}: another site's page is not let in`, async () => {
        await assert.rejects(open({ mode, headers: { origin: "https://evil.example" } }));
        await assert.rejects(open({ mode, headers: { origin: proxy.url.replace(/\d+$/, "1") } }), "another port is another site");
      });
    }

    test("failed logins are counted by the visitor's address, whatever the visitor says of it", async () => {
      const { username } = await register();
      const guess = (/** @type {string} */ from, /** @type {number} */ number) =>
        statusOf(proxy.url, from, { username: `nobody${number}`, password: "a wrong guess" }, { "x-forwarded-for": `192.0.2.${number}` });
      for (let number = 0; number < 3; number += 1) assert.equal(await guess("127.0.0.7", number), 401);
      assert.equal(await guess("127.0.0.7", 3), 429);
      assert.equal(await statusOf(proxy.url, "127.0.0.8", { username, password: kPassword }), 200, "somebody else");
    });

    test("a visitor cannot claim to have come by another scheme", async () => {
      const { username } = await register();
      const answer = await visitor().send("POST", "/auth/login", {
        json: { username, password: kPassword },
        headers: { "x-forwarded-proto": "http" },
      });
      assert.match(answer.headers.getSetCookie()[0], /; Secure$/);
    });

    test("/metrics is for the machine itself", async () => {
      assert.equal((await visitor().get("/metrics")).status, 403);
      assert.equal((await lab.visitor().get("/metrics")).status, 200);
    });

    test("a login over HTTP/2, as browsers send it", async () => {
      const { username } = await register();
      const session = http2.connect(proxy.url);
      const request = session.request({ ":method": "POST", ":path": "/auth/login", "content-type": "application/json", origin: proxy.url });
      request.end(JSON.stringify({ username, password: kPassword }));
      const [headers] = await once(request, "response");
      request.resume();
      assert.equal(headers[":status"], 200);
      session.close();
    });
  });
}

/**
 * The status of a login from an address of this machine.
 * @param {string} url @param {string} localAddress @param {object} credentials @param {Record<string, string>} [headers]
 */
async function statusOf(url, localAddress, credentials, headers = {}) {
  const request = https.request(`${url}/auth/login`, {
    method: "POST",
    agent: new https.Agent({ localAddress }),
    headers: { ...headers, "content-type": "application/json" },
  });
  request.end(JSON.stringify(credentials));
  const [response] = await once(request, "response");
  response.resume();
  return response.statusCode;
}
