// What a language's messages need of its grammar: plural forms and the writing of numbers.

/** Texts by plural category (CLDR); "#" stands for the number. A language gives those that it has beside "other". */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export interface Grammar {
  /** "1,234" */
  readonly number: (value: number) => string;
  /** The form for `count`, with the count written into it. */
  readonly plural: (count: number, forms: PluralForms) => string;
}

/** `locale` is a BCP 47 tag, such as "de" or "en-GB". */
export function grammarOf(locale: string): Grammar {
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const number = (value: number) => numbers.format(value);
  return {
    number,
    plural: (count, forms) => (forms[rules.select(count)] ?? forms.other).replace("#", () => number(count)),
  };
}
