// What a soak has found: rows of a table, and what is wrong.

/** Of each session that has gone the heap may keep this much (bytes). */
const kKeptPerSession = 8;
/**
 * Each session that stays may grow by this much, once: Asio gives a pending read a block that another operation has used, and
 * some of these are larger than a read needs.
 */
const kKeptPerIdleSession = 512;
/** Tables stay as large as they once were. */
const kTables = 256 * 1024;
/** Of the heap's median, from the first to the last third: the sessions that are open vary. */
const kNoise = 0.02;

/** Collects; print() at the end. */
export class Verdict {
  /** @type {[string, string][]} */
  #rows = [];
  /** @type {string[]} */
  #wrong = [];

  get passed() {
    return this.#wrong.length === 0;
  }

  /** @param {number} bytes */
  static mib(bytes) {
    return (bytes / 2 ** 20).toFixed(1);
  }

  /** @param {string} what @param {string} value */
  told(what, value) {
    this.#rows.push([what, value]);
  }

  /** @param {boolean} right @param {string} complaint */
  check(right, complaint) {
    if (!right) this.fail(complaint);
  }

  /** @param {string} complaint */
  fail(complaint) {
    this.#wrong.push(complaint);
  }

  /** @param {string} what @param {number} bytes @param {number} sessions */
  perSession(what, bytes, sessions) {
    this.told(what, `${(bytes / sessions / 1024).toFixed(1)} KiB`);
  }

  /** Every way that sessions went, and how often it went otherwise than it should. @param {import("./churn.mjs").Churn} churn */
  churned(churn) {
    for (const [name, { ended, failures }] of churn.tallies) {
      this.told(`  ${name}`, String(ended));
      this.check(failures.length === 0, `${name}: ${failures.length} times not as it should, the first: ${failures[0]}`);
      this.check(ended > 0, `${name}: not once`);
    }
  }

  /** Whether the heap grew while sessions came and went. @param {import("./server.mjs").Stats[]} samples @param {number} idle sessions */
  thirds(samples, idle) {
    const third = Math.ceil(samples.length / 3);
    const [first, last] = [samples.slice(0, third), samples.slice(-third)].map((part) => ({
      heap: median(part.map((sample) => sample.heap_bytes)),
      sessions: median(part.map((sample) => sample.sessions)),
    }));
    this.told("sessions, first and last third", `${first.sessions} -> ${last.sessions}`);
    this.told("heap, first and last third", `${Verdict.mib(first.heap)} -> ${Verdict.mib(last.heap)} MiB`);
    const growth = last.heap - first.heap;
    this.check(growth <= idle * kKeptPerIdleSession + first.heap * kNoise, `the heap grew by ${growth} bytes from the first to the last third`);
  }

  /**
   * Whether sessions that have gone left something behind.
   * @param {string} what
   * @param {import("./server.mjs").Stats} before @param {import("./server.mjs").Stats} after the same sessions are open in both
   * @param {number} gone
   */
  left(what, before, after, gone) {
    const growth = after.heap_bytes - before.heap_bytes;
    this.told(what, `${Verdict.mib(before.heap_bytes)} -> ${Verdict.mib(after.heap_bytes)} MiB`);
    const kept = before.sessions > 0 ? before.sessions * kKeptPerIdleSession + kTables : 0;
    this.check(growth <= kept + gone * kKeptPerSession, `${what}: ${growth} bytes are left of ${gone} sessions`);
    return growth;
  }

  print() {
    const width = Math.max(...this.#rows.map(([what]) => what.length));
    console.log("");
    for (const [what, value] of this.#rows) console.log(`${what.padEnd(width)}  ${value}`);
    console.log("");
    for (const complaint of this.#wrong) console.log(`wrong: ${complaint}`);
    console.log(this.passed ? "result: passed" : "result: FAILED");
  }
}

/** @param {number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
