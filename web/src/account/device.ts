// What a session's User-Agent header says in words: which browser, on which system. Browsers name each other in it, so the
// order counts: each rule stands before those whose mark it also carries.

export interface Device {
  /** Null when it is none of the browsers known here. */
  readonly browser: string | null;
  readonly system: string | null;
  readonly kind: "phone" | "computer" | "program";
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|OPT|Opera)\//, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Headless)?(Chrome|CriOS)\//, "Chrome"],
  [/\bChromium\//, "Chromium"],
  [/\bVersion\/[\d.]+ .*\bSafari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

const found = (rules: readonly (readonly [RegExp, string])[], agent: string) => rules.find(([mark]) => mark.test(agent))?.[1] ?? null;

export function deviceOf(agent: string): Device {
  const browser = found(browsers, agent);
  const system = found(systems, agent);
  const handheld = system === "iPhone" || system === "iPad" || system === "Android";
  return { browser, system, kind: browser === null && system === null ? "program" : handheld ? "phone" : "computer" };
}

/** What a program that is no browser calls itself, such as "curl/8.5.0"; empty when it says nothing. */
export function programOf(agent: string): string {
  return agent.trim().split(/\s/, 1)[0] ?? "";
}
