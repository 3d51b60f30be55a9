// Makes this process trust the authorities of the proxies it talks to, as if they were the system's.
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** @param {string} caFile */
export function trust(caFile) {
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(caFile, "utf8")]);
}
