// The Socket.IO line to the server: one socket for the time somebody is logged in.
import { io, type Socket } from "socket.io-client";
import type { Ack, ClientEvents, Question, ServerEvents, ShortAck } from "../contract.ts";

export interface LineEvents extends ServerEvents {
  /** The line is up; `again` when it had been up before. */
  up: (again: boolean) => void;
  down: () => void;
  /** The server itself ended the session's line. */
  closed: () => void;
}

export class Line {
  readonly #socket: Socket<ServerEvents, ClientEvents>;
  readonly #closing = new AbortController();

  constructor(on: LineEvents) {
    this.#socket = io({ path: "/socket.io/", autoConnect: false, reconnectionDelay: 500, reconnectionDelayMax: 5000 });
    let before = false;
    this.#socket.on("connect", () => {
      const again = before;
      before = true;
      on.up(again);
    });
    this.#socket.on("disconnect", (reason) => {
      if (reason === "io client disconnect" || this.#closing.signal.aborted) return;
      on.down();
      // The client library does not come back by itself from a close that the server asked for.
      if (reason === "io server disconnect") on.closed();
    });
    this.#socket.on("connect_error", () => {
      on.down();
      // Inactive: the server refused the namespace, and the library will not try again.
      if (!this.#socket.active) on.closed();
    });
    // An attempt that the network's loss interrupts is noticed by the library only after its long time limit.
    const { signal } = this.#closing;
    addEventListener("offline", () => this.isUp || on.down(), { signal });
    addEventListener("online", () => this.isUp || this.#socket.disconnect().connect(), { signal });

    this.#socket.on("stream", on.stream);
    this.#socket.on("done", on.done);
    this.#socket.on("error", on.error);
    this.#socket.on("balance", on.balance);
    this.#socket.on("conversations", on.conversations);
  }

  get isUp(): boolean {
    return this.#socket.connected;
  }

  open(): void {
    this.#socket.connect();
  }

  /** After the end of the session, with which the server closes the line, too: a farewell would meet a socket that is closing. */
  close(): void {
    this.#closing.abort();
    this.#socket.io.reconnection(false);
    this.#socket.io.engine?.close();
    this.#socket.disconnect();
  }

  // Nothing is sent while the line is down: the library would keep it and send it later by itself, beside the page's own
  // resending after a reconnect.

  ask(question: Question, ack: (answer: Ack) => void): void {
    if (this.isUp) this.#socket.emit("message", { type: "message", ...question }, ack);
  }

  stop(answerId: string): void {
    if (this.isUp) this.#socket.emit("stop", { answer_id: answerId });
  }

  resume(answerId: string, offset: number, ack: (answer: ShortAck) => void): void {
    if (this.isUp) this.#socket.emit("resume", { answer_id: answerId, offset }, ack);
  }
}
