// The host is shown where a link's text says something else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hostToShow } from "../src/answer/link-host.ts";

const cases: readonly (readonly [text: string, address: string, host: string | null])[] = [
  ["the reference", "https://docs.example/x", null],
  ["https://docs.example/x", "https://docs.example/x", null],
  ["docs.example", "https://docs.example/x", null],
  ["docs.example", "https://www.docs.example/", null],
  ["docs.example/guide", "https://guide.docs.example/", null],
  ["main.py", "https://forge.example/main.py", null],
  ["Node.js", "https://nodejs.example/", null],
  ["version 1.2.3", "https://forge.example/", null],
  ["mail us", "mailto:lab@example.org", null],
  ["lab@example.org", "mailto:lab@example.org", null],
  ["bank.example", "https://evil.example/", "evil.example"],
  ["https://bank.example/login", "https://evil.example/bank.example", "evil.example"],
  ["Log in at bank.example now", "http://evil.example:8080/", "evil.example:8080"],
  ["https://main.py/x", "https://evil.example/", "evil.example"],
  ["bank.example", "https://bank.example.evil.example/", "bank.example.evil.example"],
  ["https://bank.example@evil.example/", "https://bank.example@evil.example/", "evil.example"],
  ["bank。example", "https://evil.example/", "evil.example"],
  ["ｂａｎｋ．ｅｘａｍｐｌｅ", "https://evil.example/", "evil.example"],
  ["bank\u200b.exa\u00admple", "https://evil.example/", "evil.example"],
  ["\u202eelpmaxe.knab", "https://evil.example/", "evil.example"],
  ["bänk.example", "https://xn--bnk-qla.example/", null],
  ["bаnk.example", "https://bank.example/", "bank.example"], // a Cyrillic letter
  ["help@bank.example", "mailto:thief@evil.example?subject=x", "thief@evil.example"],
];

test("the host", () => {
  for (const [text, address, host] of cases) assert.equal(hostToShow(text, address), host, `${text} -> ${address}`);
});
