// The test upstream from the command line, for trying a server by hand:
//   node tests/upstream/main.mjs [--port N] [--host H] [--api-key K] [--tls] [--http2] [--list]
import { parseArgs } from "node:util";
import { createCertificates } from "./certificates.mjs";
import { scenarios } from "./scenarios/index.mjs";
import { startUpstream } from "./server.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    host: { type: "string", default: "127.0.0.1" },
    "api-key": { type: "string" },
    tls: { type: "boolean", default: false },
    http2: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

if (values.list) {
  for (const [name, { about }] of Object.entries(scenarios)) console.log(`${name.padEnd(20)} ${about}`);
} else {
  const certificates = values.tls || values.http2 ? await createCertificates() : undefined;
  const upstream = await startUpstream({
    host: values.host,
    port: Number(values.port),
    apiKey: values["api-key"],
    http2: values.http2,
    tls: certificates?.server,
  });
  console.log(`test upstream: listening on ${upstream.url}`);
  if (certificates) console.log(`test upstream: clients have to trust ${certificates.caFile}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await upstream.close();
      await certificates?.remove();
    });
  }
}
