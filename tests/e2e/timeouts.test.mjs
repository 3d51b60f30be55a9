// A model that keeps everybody waiting: upstream_timeout, the coin is back, and the request is given up.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { createCertificates } from "../upstream/certificates.mjs";
import { defaultDeltas } from "../upstream/default_answer.mjs";

const certificates = await createCertificates();
after(() => certificates.remove());

for (const protocol of ["HTTP/1.1", "HTTP/2 over TLS"]) {
  describe(protocol, async () => {
    const impatient = { firstByteTimeout: 0.3, silenceTimeout: 0.3 };
    const lab = protocol === "HTTP/1.1"
      ? await startLab(impatient)
      : await startLab({ ...impatient, caFile: certificates.caFile }, { tls: certificates.server, http2: true });
    after(() => lab.close());

    for (const [directive, text] of [
      ["slow-headers", ""],
      ["slow-first-token", ""],
      ["slow-first-token role=no", ""],
      ["silence after=3", defaultDeltas("Well?").slice(0, 3).join("")],
    ]) {
      test(`${directive}: upstream_timeout`, async () => {
        const student = await lab.student();
        const tab = await student.open();
        const before = await student.balances();
        const answer = await tab.ask(`[[upstream: ${directive}]] Well?`);
        assert.equal(answer.event, "error");
        assert.equal(answer.end.code, "upstream_timeout");
        assert.equal(answer.end.refunded, true);
        assert.equal(answer.text, text);
        assert.deepEqual(answer.end.balances, before);
        assert.deepEqual(await student.balances(), before);
        assert.equal(await lab.upstream.requests.at(-1)?.ended, "aborted", "the model's request was given up");
      });
    }
  });
}
