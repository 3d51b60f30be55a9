// Question ids: version 4 UUIDs (RFC 9562, section 5.4) from the browser's secure random source.
// crypto.randomUUID exists only on https and localhost; a lab's server often speaks plain http.

export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return uuidFrom(crypto.getRandomValues(new Uint8Array(16)));
}

export function uuidFrom(random: Uint8Array): string {
  const hex = Array.from(random.subarray(0, 16), (byte, index) => {
    if (index === 6) byte = (byte & 0x0f) | 0x40;
    if (index === 8) byte = (byte & 0x3f) | 0x80;
    return byte.toString(16).padStart(2, "0");
  }).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
