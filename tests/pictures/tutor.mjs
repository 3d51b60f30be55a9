// A stand-in for the model that says what a tutor might: the pictures want an answer that is worth reading.
import { once } from "node:events";
import http from "node:http";
import { piecesOf } from "../upstream/default_answer.mjs";

/** What is said to a question in which the mark occurs. @type {readonly (readonly [RegExp, string])[]} */
const kAnswers = [
  [
    /average/,
    `An **accumulator** is a variable that collects something while a loop runs. It has three parts: where it begins, what each
round adds, and what is done with it at the end.

Here is the same idea with words instead of marks:

\`\`\`python
longest = ""
for word in words:
    if len(word) > len(longest):
        longest = word
\`\`\`

| part | here | in your task |
|---|---|---|
| begins as | \`""\` | ? |
| each round | keeps the longer one | ? |

What would yours begin as, and what happens when the list is empty?`,
  ],
  [
    /./,
    `The message is more precise than it looks: \`list index out of range\` means that the **index** was wrong, not the list.

1. Read the last line of the traceback, then the line number just above it.
2. Print the index and \`len(values)\` right before that line. Which of the two surprises you?
3. Look at the loop's end: when \`i\` is the last index, what is \`i + 1\`?

A small check: run it with a list of two elements and write down every value that \`i\` takes.

How often should the loop run for five elements, if each round looks at two neighbours?`,
  ],
];

/** Answers chat requests; an answer with a table stays before it, for a picture of what is being written. Whoever started it closes it. */
export async function startTutor() {
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const question = JSON.parse(body).messages.at(-1).content;
    const text = kAnswers.find(([mark]) => mark.test(question))?.[1] ?? "";
    const end = text.indexOf("\n\n|");
    const unfinished = end >= 0;
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const send = (/** @type {object} */ choice) =>
      response.write(`data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`);
    for (const content of piecesOf(unfinished ? text.slice(0, end) : text)) send({ delta: { content } });
    if (unfinished) return;
    send({ delta: {}, finish_reason: "stop" });
    response.end("data: [DONE]\n\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
