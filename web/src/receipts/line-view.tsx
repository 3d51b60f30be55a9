// One line of the receipts: a question with what became of its coin, or coins that were given or taken.
import { addressOf } from "../chat/place.ts";
import type { Receipt } from "../contract.ts";
import { Coin } from "../coins/coin.tsx";
import { words } from "../messages/messages.ts";
import { explanationOf } from "../messages/server-text.ts";
import { type Line, newest } from "./lines.ts";
import { byWhom, entryTitle, lineTitle, momentOf, signed } from "./words.ts";

interface Props {
  readonly line: Line;
  readonly onQuestion: (conversation: string, question: string) => void;
}

export function LineView({ line, onQuestion }: Props) {
  const told = words().receipts;
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
          {line.fate === "aside" && <b class="receipt-open">{told.beingWritten} </b>}
          {explanationOf(last)}
        </p>
        <p class="receipt-foot">
          <Moment at={last.at} /> · {told.left(last.balance_after, line.tier)}
          {last.who !== "system" && ` · ${byWhom(last)}`}
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
        href={addressOf(conversation_id, question_id)}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          onQuestion(conversation_id, question_id);
        }}
      >
        {question || words().receipts.wordless}
      </a>
    </p>
  );
}

function Entries({ entries }: { entries: readonly Receipt[] }) {
  const told = words().receipts;
  return (
    <details class="receipt-entries">
      <summary>
        {told.entries(entries.length)}
        <span class="visually-hidden">{told.entriesOf}</span>
      </summary>
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} data-kind={entry.kind}>
            <span class="receipt-amount" aria-hidden="true">
              {signed(entry.amount)}
            </span>
            <p>
              {told.entry(entryTitle(entry), told.left(entry.balance_after, entry.tier), explanationOf(entry))}
            </p>
            <p class="receipt-foot">
              <Moment at={entry.at} /> · {told.entryNumber(entry.id)}
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
