// A message with parts between backticks, each drawn as one kind of element.

export function Marked({ text, as: Element }: { text: string; as: "code" | "kbd" }) {
  return <>{text.split("`").map((part, index) => (index % 2 === 1 ? <Element key={index}>{part}</Element> : part))}</>;
}
