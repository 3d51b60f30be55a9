// Question ids: version 7 UUIDs (RFC 9562, section 5.7), which begin with the time. The server keeps every id there
// ever was in an index; such ids grow it at its end, and random ones everywhere.
// Not crypto.randomUUID: it makes version 4, and exists only on https and localhost.

export function newId(): string {
  return uuidFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

/** `now` in milliseconds since 1970; of the 10 random bytes 74 bits are used. */
export function uuidFrom(now: number, random: Uint8Array): string {
  const hex =
    now.toString(16).padStart(12, "0") +
    Array.from(random, (byte, index) => {
      if (index === 0) byte = (byte & 0x0f) | 0x70;
      if (index === 2) byte = (byte & 0x3f) | 0x80;
      return byte.toString(16).padStart(2, "0");
    }).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
