// Whether keys without a modifier are shortcuts: who steers the page by voice may switch them off.
import { longShelf } from "../storage.ts";
import { Store } from "../store.ts";

const key = "ailab.single-keys";

export const singleKeys = new Store({ on: longShelf.getItem(key) !== "off" });

export function setSingleKeys(on: boolean): void {
  if (on) longShelf.removeItem(key);
  else longShelf.setItem(key, "off");
  singleKeys.set({ on });
}
