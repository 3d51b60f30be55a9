// A component that is drawn again only when one of its props, or the language, is another one.
// Not useMemo() around what is drawn: an element keeps the parents that it was first drawn under, so one that outlives many drawings
// of them would keep all that was on the page then in memory.
import { Component, type ComponentChild, type ComponentType } from "preact";
import { words } from "./messages/messages.ts";

export function memo<P extends object>(Draw: (props: P) => ComponentChild): ComponentType<P> {
  return class extends Component<P> {
    #words = words();

    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return this.#words !== words() || differ(this.props, next);
    }

    override render() {
      this.#words = words();
      return <Draw {...(this.props as P)} />;
    }
  };
}

function differ<P extends object>(before: P, after: P): boolean {
  const names = Object.keys(after) as (keyof P)[];
  return names.length !== Object.keys(before).length || names.some((name) => before[name] !== after[name]);
}
