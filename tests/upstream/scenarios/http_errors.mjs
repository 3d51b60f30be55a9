// Answers that are refused with an HTTP status, with the bodies OpenAI sends.
import { errorBody } from "../chat_wire.mjs";
import { answerNormally } from "./normal.mjs";

/** @param {number} status @param {ReturnType<typeof errorBody>} body @returns {(exchange: import("../exchange.mjs").Exchange) => Promise<void>} */
const refuse = (status, body) => (exchange) => exchange.json(status, body);

const kRateLimited = errorBody(
  "Rate limit reached for gpt-4o on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.",
  "requests",
  "rate_limit_exceeded",
);

/** @param {import("../exchange.mjs").Exchange} exchange */
async function rateLimit(exchange) {
  const seconds = exchange.params.text("retry_after", "1");
  await exchange.json(429, kRateLimited, { "retry-after": seconds, "x-ratelimit-remaining-requests": "0" });
}

const kOverloaded = errorBody("The model is currently overloaded with other requests.", "server_error", null);

/** @param {import("../exchange.mjs").Exchange} exchange */
async function overload(exchange) {
  const seconds = exchange.params.text("retry_after", undefined);
  await exchange.json(503, kOverloaded, seconds === undefined ? {} : { "retry-after": seconds });
}

/**
 * Refuses the first requests that have the directive's key.
 * @param {(exchange: import("../exchange.mjs").Exchange) => Promise<void>} refusal
 * @returns {(exchange: import("../exchange.mjs").Exchange) => Promise<void>}
 */
const thenAnswer = (refusal) => async (exchange) => {
  const { params, counters } = exchange;
  const key = params.text("key", "");
  const refused = counters.get(key) ?? 0;
  if (refused >= params.number("times", 1)) return answerNormally(exchange);
  counters.set(key, refused + 1);
  await refusal(exchange);
};

const kHtml = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/** @param {number} status @returns {(exchange: import("../exchange.mjs").Exchange) => Promise<void>} */
const htmlPage = (status) => async ({ reply }) => {
  reply.begin(status, { "content-type": "text/html" });
  await reply.write(kHtml);
  await reply.end();
};

/** @type {import("../exchange.mjs").Scenarios} */
export const httpErrorScenarios = {
  "status-400": {
    about: "400 with OpenAI's error object",
    run: refuse(400, errorBody("Invalid value: the request cannot be served.", "invalid_request_error", "invalid_value", "messages")),
  },
  "status-401": {
    about: "401, as for a wrong key; the message shows a part of the key, as OpenAI's does",
    run: refuse(401, errorBody("Incorrect API key provided: sk-wrong**********cret.", "invalid_request_error", "invalid_api_key")),
  },
  "status-429": { about: "429 with Retry-After [retry_after=1 seconds]", run: rateLimit },
  "status-429-then-ok": { about: "429 for the first requests with this key, then a normal answer [key= times=1]", run: thenAnswer(rateLimit) },
  "status-429-quota": {
    about: "429 as for an account without credit: no Retry-After, trying again is of no use",
    run: refuse(
      429,
      errorBody("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota"),
    ),
  },
  "status-500": {
    about: "500 with OpenAI's error object",
    run: refuse(500, errorBody("The server had an error while processing your request. Sorry about that!", "server_error", null)),
  },
  "status-502-html": { about: "502 with a proxy's HTML page", run: htmlPage(502) },
  "status-503": { about: "503, as when the model is overloaded [retry_after= seconds]", run: overload },
  "status-503-then-ok": { about: "503 for the first requests with this key, then a normal answer [key= times=1]", run: thenAnswer(overload) },
  "html-200": { about: "200 with an HTML page in place of the stream, as a captive portal does", run: htmlPage(200) },
};
