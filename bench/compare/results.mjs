// All that a run has measured, and the figures that are drawn from it.
import { asContestant } from "./plan.mjs";
import { complaint, figureOf, ratioOf } from "./statistics.mjs";

/** @typedef {import("./plan.mjs").Scenario} Scenario */
/** @typedef {import("./statistics.mjs").Observation} Observation */
/** @typedef {import("./statistics.mjs").Spread} Spread */
/** @typedef {{spread: Spread} | {why: string}} Figure what was found, or why nothing was */

export class Results {
  /** @type {Map<string, {scenario: Scenario, rounds: Map<string, Observation[]>}>} */
  #measured = new Map();

  /** @param {Scenario} scenario @param {Map<string, Observation[]>} rounds by the names of the contestants, each in the order of the rounds */
  add(scenario, rounds) {
    this.#measured.set(scenario.name, { scenario, rounds });
  }

  /** @param {string} scenario */
  has(scenario) {
    return this.#measured.has(scenario);
  }

  /** @param {string} scenario @param {string} contestant @returns {Observation[]} */
  rounds(scenario, contestant) {
    return this.#measured.get(scenario)?.rounds.get(contestant) ?? [];
  }

  /** What went wrong with a contestant, under its name; "" if nothing did. @param {string} scenario @param {string} contestant */
  complaint(scenario, contestant) {
    const what = complaint(this.rounds(scenario, contestant));
    return what && `${contestant}: ${what}`;
  }

  /** What went wrong with AI Lab in any of its forms that a scenario has; "" if nothing did. @param {string} scenario */
  ownComplaint(scenario) {
    const contestants = (this.#measured.get(scenario)?.scenario.contestants ?? []).map(asContestant);
    const own = contestants.filter(({ of }) => of === "ailab").map(({ name }) => this.complaint(scenario, name));
    return own.filter(Boolean).join("; ");
  }

  /** @param {string} scenario @param {string} contestant @param {string} figure @returns {Figure} */
  figure(scenario, contestant, figure) {
    const spread = figureOf(this.rounds(scenario, contestant), figure);
    return spread ? { spread } : { why: this.complaint(scenario, contestant) || `${contestant}: no ${figure}` };
  }

  /** `above`'s figure in parts of `below`'s, within rounds. @param {string} scenario @param {string} above @param {string} below @param {string} figure @returns {Figure} */
  ratio(scenario, above, below, figure) {
    const spread = ratioOf(this.rounds(scenario, above), this.rounds(scenario, below), figure);
    if (spread) return { spread };
    const complaints = [above, below].map((contestant) => this.complaint(scenario, contestant)).filter(Boolean);
    return { why: complaints.join("; ") || `${above} and ${below} have no round in common` };
  }

  /** Every scenario with its contestants. @returns {{scenario: Scenario, contestants: {name: string, rounds: Observation[]}[]}[]} */
  all() {
    return [...this.#measured.values()].map(({ scenario, rounds }) => ({
      scenario,
      contestants: [...rounds].map(([name, observations]) => ({ name, rounds: observations })),
    }));
  }
}
