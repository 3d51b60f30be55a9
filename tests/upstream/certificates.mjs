// Makes certificates for the TLS tests, with openssl, in a directory of their own: nothing secret lies in the repository.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const kNames = "subjectAltName=DNS:localhost,IP:127.0.0.1";
const kNewKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];

/**
 * @typedef {object} Certificates
 * @property {string} caFile path of the authority's certificate: what a client has to trust
 * @property {{key: string, cert: string}} server for localhost and 127.0.0.1, signed by the authority
 * @property {{key: string, cert: string}} untrusted for the same names, signed by itself
 * @property {() => Promise<void>} remove deletes the directory
 */

/** @returns {Promise<Certificates>} valid for one day */
export async function createCertificates() {
  const directory = await mkdtemp(join(tmpdir(), "ailab-certificates-"));
  const path = (/** @type {string} */ name) => join(directory, name);
  const openssl = (/** @type {string[]} */ ...args) => run("openssl", args, { cwd: directory });
  const selfSigned = (/** @type {string} */ name, /** @type {string} */ subject, /** @type {string[]} */ extensions) =>
    openssl("req", "-x509", ...kNewKey, "-days", "1", "-subj", `/CN=${subject}`, "-keyout", `${name}.key`, "-out", `${name}.pem`,
      ...extensions.flatMap((extension) => ["-addext", extension]));

  await Promise.all([
    selfSigned("ca", "AI Lab test authority", ["keyUsage=critical,keyCertSign"]),
    selfSigned("untrusted", "localhost", [kNames]),
    openssl("req", ...kNewKey, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"),
    writeFile(path("server.ext"), `${kNames}\nbasicConstraints=CA:FALSE\n`),
  ]);
  await openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1",
    "-extfile", "server.ext", "-out", "server.pem");

  const pair = async (/** @type {string} */ name) => ({
    key: await readFile(path(`${name}.key`), "utf8"),
    cert: await readFile(path(`${name}.pem`), "utf8"),
  });
  return {
    caFile: path("ca.pem"),
    server: await pair("server"),
    untrusted: await pair("untrusted"),
    remove: () => rm(directory, { recursive: true }),
  };
}
