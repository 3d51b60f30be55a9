// Whether there is room for a side column; the style sheet uses the same width.
import { useEffect, useState } from "preact/hooks";

const query = matchMedia("(min-width: 60rem)");

export function useWide(): boolean {
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const onChange = () => setWide(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  return wide;
}
