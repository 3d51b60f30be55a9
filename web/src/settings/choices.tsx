// A setting of which one of a few values is chosen; the choice counts at once.

interface Props<Value extends string> {
  /** Of the group, in the page. */
  readonly name: string;
  /** The id of what names the group. */
  readonly titleId: string;
  readonly values: readonly Value[];
  readonly chosen: Value;
  readonly textOf: (value: Value) => string;
  /** The language that a value's text is in, where it is not the page's. */
  readonly langOf?: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}

export function Choices<Value extends string>({ name, titleId, values, chosen, textOf, langOf, onChoose }: Props<Value>) {
  return (
    <div class="choices" role="radiogroup" aria-labelledby={titleId}>
      {values.map((value) => (
        <label key={value} lang={langOf?.(value)}>
          <input type="radio" name={name} value={value} checked={value === chosen} onChange={() => onChoose(value)} />
          <span>{textOf(value)}</span>
        </label>
      ))}
    </div>
  );
}
