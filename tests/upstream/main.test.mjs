// The test upstream works from the command line too, and its gates can be released over HTTP.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { defaultAnswer } from "./default_answer.mjs";
import { chatBody, textOfBody } from "./raw_client.mjs";

const kMain = fileURLToPath(new URL("main.mjs", import.meta.url));

test("it says where it listens, serves, shows its log, and ends with SIGTERM", async () => {
  const child = spawn(process.execPath, [kMain], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const url = /listening on (http:\S+)\/v1$/.exec(line)?.[1];
  assert.ok(url, line);

  const asked = fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: chatBody("[[upstream: slow-headers name=gate]] by hand"),
  });
  assert.equal((await fetch(`${url}/control/release?name=gate`, { method: "POST" })).status, 200);
  assert.equal(textOfBody(await (await asked).text()), defaultAnswer("by hand"));
  const log = /** @type {any} */ (await (await fetch(`${url}/control/requests`)).json());
  assert.deepEqual(log.requests.map((/** @type {any} */ request) => request.scenario), ["slow-headers"]);

  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("--list names every scenario", async () => {
  const child = spawn(process.execPath, [kMain, "--list"], { stdio: ["ignore", "pipe", "inherit"] });
  let listed = "";
  for await (const part of child.stdout) listed += part;
  for (const name of ["default", "hold", "cut-mid-stream", "status-429"]) assert.match(listed, new RegExp(`^${name}\\s`, "m"));
});
