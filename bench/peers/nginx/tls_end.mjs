// The TLS and HTTP/2 end in front of an upstream that speaks HTTP/1.1: node tls_end.mjs --port P --upstream PORT --folder DIR
// prints {"port", "pid", "ca"}: ca is the file of the authority that its clients have to trust.
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createCertificates } from "../../../tests/upstream/certificates.mjs";
import { keptUpstream, runNginx } from "./nginx.mjs";

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, upstream: { type: "string" }, folder: { type: "string" } },
});
if (!values.folder || !values.upstream) throw new Error("say where its files go (--folder DIR) and what it serves (--upstream PORT)");

const folder = resolve(values.folder);
const certificates = await createCertificates();
await writeFile(join(folder, "server.pem"), certificates.server.cert);
await writeFile(join(folder, "server.key"), certificates.server.key, { mode: 0o600 });

await runNginx({
  port: values.port,
  folder,
  servers: (port) => `${keptUpstream(`127.0.0.1:${values.upstream}`)}
  server {
    listen 127.0.0.1:${port} ssl http2 backlog=4096;
    ssl_certificate ${folder}/server.pem;
    ssl_certificate_key ${folder}/server.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tls:10m;
    location / {
      proxy_pass http://model;
      proxy_set_header X-Client-Protocol $server_protocol;
      proxy_set_header Connection "";
    }
  }`,
  more: { ca: certificates.caFile },
  atEnd: certificates.remove,
});
