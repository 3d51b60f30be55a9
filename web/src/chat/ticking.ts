// Times that pass while they are shown. All times in milliseconds but for what the functions return.
import { useEffect, useState } from "preact/hooks";

const second = 1000;
const step = 5; // seconds

/** The seconds that are left until `end`, counted down; null for no end. `onOver` is called once, when they are over. */
export function useSecondsLeft(end: number | null, onOver: () => void): number | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (end === null) return;
    setNow(Date.now());
    if (Date.now() >= end) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() < end) return;
      clearInterval(timer);
      onOver();
    }, second);
    return () => clearInterval(timer);
  }, [end]);
  return end === null ? null : Math.max(0, Math.ceil((end - now) / second));
}

/** For how many seconds `what` has stayed as it is, in steps of five: what changes more often is not read, but watched. */
export function useUnchanged(what: string): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const begun = Date.now();
    setSeconds(0);
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - begun) / second / step) * step), step * second);
    return () => clearInterval(timer);
  }, [what]);
  return seconds;
}
