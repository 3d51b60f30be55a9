// The limit: nginx passes the model's event stream on, as it comes. node relay.mjs --port P --folder DIR, with $OPENAI_BASE_URL
// and, where that is https, the authority to trust in $SSL_CERT_FILE.
import { parseArgs } from "node:util";
import { keptUpstream, runNginx } from "./nginx.mjs";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" }, folder: { type: "string" } } });
const { OPENAI_BASE_URL: baseUrl, SSL_CERT_FILE: authority } = process.env;
if (!values.folder || !baseUrl) throw new Error("say where its files go (--folder DIR) and whom it asks (OPENAI_BASE_URL)");
const { protocol, host } = new URL(baseUrl);
if (protocol === "https:" && !authority) throw new Error("say whom to trust: SSL_CERT_FILE=ca.pem");

// nginx compares a certificate with names, not with addresses; what stands in front of the upstream is called localhost.
const tls = `
      proxy_ssl_verify on;
      proxy_ssl_trusted_certificate ${authority};
      proxy_ssl_name localhost;
      proxy_ssl_protocols TLSv1.2 TLSv1.3;`;

await runNginx({
  port: values.port,
  folder: values.folder,
  servers: (port) => `${keptUpstream(host)}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass ${protocol}//model;${protocol === "https:" ? tls : ""}
    }
  }`,
});
