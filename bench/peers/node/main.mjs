// AI Lab in small on Node: node main.mjs --port P --folder DIR, with the model's API in $OPENAI_BASE_URL.
import { createServer } from "node:http";
import { once } from "node:events";
import { parseArgs } from "node:util";
import OpenAI from "openai";
import { authHandler } from "./auth.mjs";
import { serveChat } from "./chat.mjs";
import { Desk } from "./desk.mjs";
import { transport } from "./transport.mjs";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" }, folder: { type: "string" } } });
if (!values.folder) throw new Error("say where the database goes: --folder DIR");

const desk = await Desk.open(values.folder);
const model = new OpenAI({ apiKey: process.env.OPENAI_API_KEY ?? "sk-bench", ...transport(process.env.OPENAI_BASE_URL) });
const httpServer = createServer(authHandler(desk));
const io = serveChat(httpServer, desk, model);

httpServer.listen({ port: Number(values.port), host: "127.0.0.1", backlog: 4096 });
await once(httpServer, "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (httpServer.address());
console.log(JSON.stringify({ port, pid: process.pid }));

process.once("SIGTERM", async () => {
  await io.close();
  // Answers that run end with the process; the next start gives their coins back.
  process.exit(0);
});
