// Every scenario by the name that a directive calls it.
import { chosenScenarios } from "./chosen.mjs";
import { cutScenarios } from "./cuts.mjs";
import { framingScenarios } from "./framing.mjs";
import { httpErrorScenarios } from "./http_errors.mjs";
import { normalScenarios } from "./normal.mjs";
import { timingScenarios } from "./timing.mjs";

/** @type {import("../exchange.mjs").Scenarios} */
export const scenarios = {
  ...normalScenarios,
  ...chosenScenarios,
  ...framingScenarios,
  ...timingScenarios,
  ...cutScenarios,
  ...httpErrorScenarios,
};
