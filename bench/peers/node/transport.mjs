// How the openai package reaches the model's API: Node's own fetch without TLS, HTTP/2 with it.
import { Agent, fetch } from "undici";

/** @param {string | undefined} baseURL @returns options of the OpenAI client */
export function transport(baseURL) {
  if (!baseURL?.startsWith("https:")) return {};
  return { fetch, fetchOptions: { dispatcher: new Agent({ allowH2: true }) } };
}
