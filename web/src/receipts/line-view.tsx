// One line of the receipts: a question with what became of its coin, or coins that were given or taken.
import type { Receipt } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { coinCount } from "../coins/phrases.ts";
import { type Line, newest } from "./lines.ts";
import { entryTitle, lineTitle, momentOf, signed } from "./words.ts";

interface Props {
  readonly line: Line;
  readonly onQuestion: (conversation: string, question: string) => void;
}

export function LineView({ line, onQuestion }: Props) {
  const last = newest(line.entries);
  return (
    <li class={`receipt ${line.tier} ${line.fate}`} data-fate={line.fate} data-question={last.question_id}>
      <Coin tier={line.tier} />
      <div class="receipt-what">
        <p class="receipt-title">
          <b>{lineTitle(line)}</b>
          <span class="receipt-amount" aria-hidden="true">
            {signed(line.amount)}
          </span>
        </p>
        <QuestionLink receipt={last} onQuestion={onQuestion} />
        <p>
          {line.fate === "aside" && <b class="receipt-open">The answer is being written. </b>}
          {last.explanation}
        </p>
        <p class="receipt-foot">
          <Moment at={last.at} /> · {coinCount(last.balance_after, line.tier)} left{last.who !== "system" && ` · by ${last.who}`}
        </p>
        {last.question_id !== null && <Entries entries={line.entries} />}
      </div>
    </li>
  );
}

function QuestionLink({ receipt, onQuestion }: { receipt: Receipt; onQuestion: Props["onQuestion"] }) {
  const { question_id, question, conversation_id } = receipt;
  if (question_id === null || conversation_id === null) return null;
  return (
    <p class="receipt-question">
      <a
        href={`/?conversation=${conversation_id}&question=${question_id}`}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          onQuestion(conversation_id, question_id);
        }}
      >
        {question || "A question without words"}
      </a>
    </p>
  );
}

function Entries({ entries }: { entries: readonly Receipt[] }) {
  return (
    <details class="receipt-entries">
      <summary>
        {entries.length === 1 ? "1 entry" : `${entries.length} entries`}
        <span class="visually-hidden"> of this coin in the ledger</span>
      </summary>
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} data-kind={entry.kind}>
            <span class="receipt-amount" aria-hidden="true">
              {signed(entry.amount)}
            </span>
            <p>
              {entryTitle(entry)}, {coinCount(entry.balance_after, entry.tier)} left. {entry.explanation}
            </p>
            <p class="receipt-foot">
              <Moment at={entry.at} /> · entry {entry.id}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Moment({ at }: { at: number }) {
  return <time dateTime={new Date(at * 1000).toISOString()}>{momentOf(at)}</time>;
}
