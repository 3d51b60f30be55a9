// The ledger on a thread of its own, so that no stream waits for the disk. What has queued up is committed together.
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { Ledger } from "./ledger.mjs";

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
const ledger = new Ledger(workerData.folder);
port.postMessage([]);
port.on("message", (first) => {
  const calls = [first];
  for (let next; (next = receiveMessageOnPort(port)); ) calls.push(next.message);
  port.postMessage(ledger.commit(calls));
});
