// The receipts of one person while they are looked at. Owned by the chat; lives until logging out.
import type { ReceiptPage } from "../contract.ts";
import { Rereading } from "../rereading.ts";
import { Store } from "../store.ts";
import { extended, joined, linesOf } from "./lines.ts";

/** While a coin is set aside its end may be told to another tab only. Milliseconds. */
const lookAgainAfter = 10_000;

export interface ReceiptsState extends ReceiptPage {
  readonly open: boolean;
  /** "loading" before the first page is there; `failed` says that what is shown may be old. */
  readonly state: "loading" | "shown";
  readonly failed: boolean;
  readonly loadingMore: boolean;
}

const nothing: ReceiptsState = { open: false, receipts: [], next: null, state: "loading", failed: false, loadingMore: false };

export class Receipts {
  readonly store = new Store<ReceiptsState>(nothing);
  readonly #fetch: (before: number | null) => Promise<ReceiptPage>;
  readonly #onFailure: (failure: unknown) => void;
  readonly #rereading = new Rereading(async () => {
    if (this.store.value.open) await this.#read(null, joined);
  });
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `onFailure` is told why a page could not be read, besides what is shown. */
  constructor(fetch: (before: number | null) => Promise<ReceiptPage>, onFailure: (failure: unknown) => void) {
    this.#fetch = fetch;
    this.#onFailure = onFailure;
  }

  open(): void {
    this.store.set({ open: true });
    void this.refresh();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.store.set(nothing);
  }

  /** Coins may have moved. */
  changed(): void {
    if (this.store.value.open) void this.refresh();
  }

  /** Reads the newest page again. */
  async refresh(): Promise<void> {
    await this.#rereading.run();
    this.#lookAgain();
  }

  async more(): Promise<void> {
    const { next, loadingMore } = this.store.value;
    if (next === null || loadingMore) return;
    this.store.set({ loadingMore: true });
    await this.#read(next, extended);
    if (this.store.value.open) this.store.set({ loadingMore: false });
  }

  async #read(before: number | null, put: (known: ReceiptPage, page: ReceiptPage) => ReceiptPage): Promise<void> {
    try {
      const page = await this.#fetch(before);
      if (this.store.value.open) this.store.set({ ...put(this.store.value, page), state: "shown", failed: false });
    } catch (failure) {
      if (this.store.value.open) this.store.set({ failed: true });
      this.#onFailure(failure);
    }
  }

  #lookAgain(): void {
    clearTimeout(this.#timer);
    const { open, receipts } = this.store.value;
    if (!open || !linesOf(receipts).some(({ fate }) => fate === "aside")) return;
    this.#timer = setTimeout(() => void this.refresh(), lookAgainAfter);
  }
}
