// A student with a keyboard and nothing else.
import assert from "node:assert/strict";

/** What has the focus: its name, and whether one can see that. Runs in the page. */
function focused() {
  const element = /** @type {HTMLElement} */ (document.activeElement);
  const labels = /** @type {HTMLInputElement} */ (element).labels;
  const name = element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element.textContent ?? "";
  const ringed = [element, element.nextElementSibling, element.closest("label")].some((each) => {
    if (!each) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && outlineWidth !== "0px";
  });
  return { name: name.replace(/\s+/g, " ").trim(), ringed, page: element === document.body };
}

export class Keyboard {
  /** @param {import("./desk.mjs").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {...string} keys */
  async press(...keys) {
    for (const key of keys) await this.desk.page.keyboard.press(key);
  }

  /** @param {string} text */
  async type(text) {
    await this.desk.page.keyboard.type(text);
  }

  focused() {
    return this.desk.page.evaluate(focused);
  }

  /** Waits until what has that name got the focus. @param {RegExp} name */
  async isOn(name) {
    await this.desk.page.waitForFunction(
      ([source, flags]) => {
        const element = /** @type {HTMLElement} */ (document.activeElement);
        const label = /** @type {HTMLInputElement} */ (element).labels?.[0]?.textContent;
        return new RegExp(source ?? "", flags).test((element.getAttribute("aria-label") ?? label ?? element.textContent ?? "").trim());
      },
      [name.source, name.flags],
    );
  }

  /** Goes on with Tab to what has that name; each stop on the way must show that it has the focus. @param {RegExp} name @param {"Tab" | "Shift+Tab"} [key] */
  async goTo(name, key = "Tab") {
    /** @type {string[]} */
    const passed = [];
    for (let stop = 0; stop < 80; stop += 1) {
      await this.press(key);
      const { name: here, ringed, page } = await this.focused();
      assert.ok(page || ringed, `nobody sees that the focus is on “${here}”`);
      if (name.test(here)) return;
      passed.push(here);
    }
    assert.fail(`${name} was not reached by ${key}, only ${passed.join(" | ")}`);
  }
}
