// Tells the other tabs of this browser that an account was deleted: they only notice that their session is gone.

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("ailab.deleted-account") : null;

export function tellOfDeletion(username: string): void {
  channel?.postMessage(username);
}

/** Returns how to stop listening. */
export function hearOfDeletion(listener: (username: string) => void): () => void {
  const heard = (event: MessageEvent<unknown>) => listener(String(event.data));
  channel?.addEventListener("message", heard);
  return () => channel?.removeEventListener("message", heard);
}
