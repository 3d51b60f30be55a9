// Keeps the newest text in view while an answer grows, until the reader scrolls up.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

const nearEnd = 80; // CSS pixels

export interface Following {
  /** The reader is away from the end of the page. */
  readonly away: boolean;
  readonly toEnd: () => void;
}

/** Follows the page's end as `content` grows; starts over when `key` changes. A null key has nothing to follow. */
export function useFollow(content: RefObject<HTMLElement | null>, key: string | null): Following {
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    following.current = true;
    setAway(false);
    const page = document.documentElement;
    page.scrollTop = page.scrollHeight;
  }, []);

  useEffect(() => {
    following.current = key !== null;
    if (key !== null) toEnd();
    else setAway(false);
  }, [key, toEnd]);

  useEffect(() => {
    const page = document.documentElement;
    let last = page.scrollTop;
    const onScroll = () => {
      const top = page.scrollTop;
      const left = page.scrollHeight - top - page.clientHeight;
      // Growth never moves the page up: only a reader does.
      if (left <= nearEnd) following.current = true;
      else if (top < last) following.current = false;
      last = top;
      setAway(left > nearEnd && !following.current);
    };
    const onGrowth = new ResizeObserver(() => {
      if (following.current) toEnd();
      else onScroll();
    });
    addEventListener("scroll", onScroll, { passive: true });
    if (content.current) onGrowth.observe(content.current);
    // The composer grows, too, and would cover the end.
    if (content.current?.parentElement) onGrowth.observe(content.current.parentElement);
    return () => {
      removeEventListener("scroll", onScroll);
      onGrowth.disconnect();
    };
  }, [content, toEnd]);

  return { away, toEnd };
}
