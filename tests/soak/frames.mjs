// WebSocket frames (RFC 6455, section 5.2), as few of them as the load needs: short text, close, ping.

const kText = 0x1;
export const kClose = 0x8;

/** Whole and masked, as a client must send it. A mask of zeros leaves the payload as it is. @param {number} opcode @param {string} payload */
function frame(opcode, payload) {
  const bytes = Buffer.from(payload);
  if (bytes.length > 125) throw new Error("the load sends short frames only");
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}

/** @param {string} text */
export const textFrame = (text) => frame(kText, text);
export const kCloseFrame = frame(kClose, "");

/**
 * The first frame of what has come from a server, and where the next one begins; undefined until it is whole.
 * @param {Buffer} bytes
 * @returns {{opcode: number, payload: string, end: number} | undefined}
 */
export function firstFrame(bytes) {
  if (bytes.length < 2) return undefined;
  let start = 2;
  let length = bytes[1];
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    start = 4;
  } else if (length === 127) {
    throw new Error("the server sends short frames only");
  }
  const end = start + length;
  if (bytes.length < end) return undefined;
  return { opcode: bytes[0] & 0x0f, payload: bytes.toString("latin1", start, end), end };
}
