// What a student does with the own account, in the settings.
import { HttpClient } from "../harness/http_client.mjs";
import { visit } from "./browser.mjs";

/** Opens the settings. @param {import("./desk.mjs").Desk} desk */
export async function openSettings(desk) {
  await desk.page.getByRole("button", { name: "Settings" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Settings" });
  await dialog.waitFor();
  return dialog;
}

/** The same student on another device, logged in. @param {import("node:test").TestContext} t @param {import("./desk.mjs").Desk} desk @param {import("playwright-core").BrowserContextOptions} [options] */
export async function otherDevice(t, desk, options) {
  const other = await visit(t, desk.url, options);
  other.username = desk.username;
  other.password = desk.password;
  await other.signIn();
  await other.field.waitFor();
  expectTheEndOfTheSession(other);
  return other;
}

/** Which of its calls a page learns it from depends on where it is just then. @param {import("./desk.mjs").Desk} desk */
export function expectTheEndOfTheSession(desk) {
  for (const call of ["/api/me", "/api/conversations[^/]*", "/api/account/\\w+"]) desk.watch.expectStatus(401, call);
  // Where the line is not a WebSocket yet, the server has closed it before the page's next request comes.
  desk.watch.expectStatus(400, "/socket\\.io/\\?\\S*transport=polling\\S*sid=\\S+");
}

/** Another program that has the page's session. @param {import("./desk.mjs").Desk} desk */
export async function withItsCookie(desk) {
  const http = new HttpClient(desk.url);
  const [cookie] = await desk.page.context().cookies();
  http.cookie = `${cookie?.name}=${cookie?.value}`;
  return http;
}

/** @param {import("./desk.mjs").Desk} desk @param {import("playwright-core").Locator} locator */
export async function hasFocus(desk, locator) {
  const wanted = await locator.elementHandle();
  await desk.page.waitForFunction((element) => document.activeElement === element, wanted);
}

/** What is said about a field beside its label, in the order in which it is read. @param {import("playwright-core").Locator} field */
export async function descriptionOf(field) {
  return field.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .filter(Boolean)
      .join(" "),
  );
}
