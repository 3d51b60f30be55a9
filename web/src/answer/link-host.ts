// Where a link really leads, when its text says something else.

/** Invisible characters and those that turn the direction of writing: what is seen is not what is there. */
const unseen = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const turnsAround = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** A host with its scheme, or something like one: at least a label, a dot and a top-level domain. */
const hosts = /(?:[a-z][a-z0-9+.-]*:)?\/\/[^\s/?#\\]+|(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/giu;

/**
 * The host, or the mail address, that a reader must be shown beside a link's text; null when the text does not mislead.
 * `address` is the link's target, http(s) or mailto.
 */
export function hostToShow(text: string, address: string): string | null {
  const target = targetOf(address);
  if (target === null) return null;
  const seen = text.normalize("NFKC").replace(unseen, "").replace(/[\u3002\uff61]/g, "."); // full stops, in hosts too
  if (turnsAround.test(text) || (target.hidesHost && seen.includes("@"))) return target.host;
  for (const [named] of seen.matchAll(hosts)) {
    const host = hostOf(named);
    // The names of files look like hosts: "main.py" in the text of a link to a forge misleads nobody.
    if (host !== null && !isFileName(named) && !sameSite(host, target.host)) return target.host;
  }
  return null;
}

interface Target {
  readonly host: string;
  /** Something that looks like a host stands before the real one: https://bank.example@elsewhere.example/ */
  readonly hidesHost: boolean;
}

function targetOf(address: string): Target | null {
  if (/^mailto:/i.test(address)) return { host: decoded(address.slice("mailto:".length).split("?", 1)[0] ?? ""), hidesHost: false };
  try {
    const { host, username } = new URL(address);
    return { host, hidesHost: username !== "" };
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As a browser would read it, so that an international name is compared by its ASCII form. */
function hostOf(named: string): string | null {
  try {
    return new URL(named.includes("//") ? named.replace(/^.*?\/\//, "http://") : `http://${named}`).host;
  } catch {
    return null;
  }
}

const fileEndings = new Set(
  "py js ts jsx tsx mjs cjs c h cc hh cpp hpp cs java kt rs go rb php pl sh bat ps1 md txt json yaml yml toml xml html css csv pdf sql io exe log".split(" "),
);

function isFileName(named: string): boolean {
  return !named.includes("//") && fileEndings.has(named.slice(named.lastIndexOf(".") + 1).toLowerCase());
}

function sameSite(seen: string, target: string): boolean {
  const plain = (host: string) => host.replace(/^www\./, "");
  return plain(seen) === plain(target) || target.endsWith(`@${seen}`) || plain(target).endsWith(`.${plain(seen)}`);
}
