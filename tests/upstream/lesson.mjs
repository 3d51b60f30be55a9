// A long answer with everything that a tutor's Markdown has, the same each time: what the scenario `lesson` says.

const kWords = (
  "a loop runs as long as its condition holds and so the invariant must be true before every round which is why the index never " +
  "leaves the array while the compiler keeps the value in a register until memory is needed again for the next element of the list"
).split(" ");

/** @param {number} number */
function prose(number) {
  const words = Array.from({ length: 55 }, (_, index) => kWords[(number * 7 + index * 3) % kWords.length]);
  words[4] = `**${words[4]}**`;
  words[11] = `*${words[11]}*`;
  words[17] = "`std::vector<int>`";
  words[23] = `$O(n^{${(number % 4) + 2}})$`;
  words[31] = `[the reference](https://example.org/section/${number})`;
  return `${words.join(" ")}.`;
}

/** @type {((number: number) => string)[]} */
const kParts = [
  (number) => `## ${number}. What changes in round ${number}`,
  prose,
  (number) =>
    "```cpp\n// Sums what is left after round " +
    number +
    ".\nint sum(const std::vector<int>& values) {\n  int total = 0;\n  for (const int value : values) {\n" +
    '    if (value < 0) throw std::invalid_argument("negative");\n    total += value;\n  }\n  return total;\n}\n```',
  (number) => `1. First ${prose(number + 1)}\n2. Then ${prose(number + 2)}\n   - an inner point about \`i${number}\`\n   - and another\n3. At last, test it.`,
  (number) => `$$\n\\sum_{i=0}^{n} i^{${(number % 3) + 1}} = \\frac{n(n+1)}{2} + ${number}\n$$`,
  (number) => `| n | steps | time |\n|--:|------:|:-----|\n| 10 | ${number} | short |\n| 100 | ${number * 10} | longer |\n| 1000 | ${number * 100} | **long** |`,
  prose,
  (number) => `\`\`\`python\ndef round_${number}(values):\n    """Returns the largest value."""\n    return max((v for v in values if v % 2 == 0), default=None)\n\`\`\``,
  (number) => `> ${prose(number + 5)}`,
];

/** Markdown of at least that many characters, all of them ASCII. @param {number} length */
export function lesson(length) {
  const parts = ["# A long lesson"];
  let written = 0;
  for (let number = 1; written < length; number += 1) {
    for (const part of kParts) {
      parts.push(part(number));
      written += (parts.at(-1)?.length ?? 0) + 2;
    }
  }
  return parts.join("\n\n").slice(0, length);
}

/** Pieces of about four characters, as a model's tokens are. @param {string} text @returns {string[]} */
export function tokensOf(text) {
  return text.match(/\s?[^\s]{1,4}|\s/g) ?? [];
}
