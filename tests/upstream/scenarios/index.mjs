// Every scenario by the name that a directive calls it.
import { cutScenarios } from "./cuts.mjs";
import { framingScenarios } from "./framing.mjs";
import { httpErrorScenarios } from "./http_errors.mjs";
import { normalScenarios } from "./normal.mjs";
import { timingScenarios } from "./timing.mjs";

/** @type {import("../exchange.mjs").Scenarios} */
export const scenarios = {
  ...normalScenarios,
  ...framingScenarios,
  ...timingScenarios,
  ...cutScenarios,
  ...httpErrorScenarios,
};
