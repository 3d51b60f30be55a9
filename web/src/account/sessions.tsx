// The settings' section with every browser that is logged in to the account, and how to end what should not be.
import { useCallback, useEffect, useState } from "preact/hooks";
import { Failure } from "../http.ts";
import { locale, words } from "../messages/messages.ts";
import { endOtherSessions, endSession, fetchSessions, type Session } from "./account-calls.ts";
import { Outcome } from "./outcome.tsx";
import { ownWords } from "./own-words.ts";
import { SecondStep } from "./second-step.tsx";
import { SessionView } from "./session-view.tsx";

interface Props {
  /** Returns whether the failure means that the session has ended; the page then goes to the login. */
  readonly endsSession: (failure: unknown) => boolean;
}

interface Problem {
  /** Of the list, or of one's wish to end sessions. */
  readonly of: "reading" | "ending";
  readonly failure: unknown;
  readonly at: Date;
}

export function Sessions({ endsSession }: Props) {
  const told = words().ownAccount.sessions;
  const [sessions, setSessions] = useState<readonly Session[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  /** How many were ended last, and how often that was done. */
  const [ended, setEnded] = useState({ count: 0, times: 0 });

  const read = useCallback(async () => {
    setProblem(null);
    try {
      setSessions(await fetchSessions());
    } catch (failure) {
      if (!endsSession(failure)) setProblem({ of: "reading", failure, at: new Date() });
    }
  }, [endsSession]);
  useEffect(() => void read(), [read]);

  async function end(act: () => Promise<number>) {
    setBusy(true);
    try {
      const count = await act();
      await read();
      setEnded(({ times }) => ({ count, times: times + 1 }));
    } catch (failure) {
      if (!endsSession(failure)) setProblem({ of: "ending", failure, at: new Date() });
    }
    setBusy(false);
  }

  async function endOne(id: string): Promise<number> {
    try {
      await endSession(id);
    } catch (failure) {
      // It has ended by itself: what was wanted.
      if (!(failure instanceof Failure) || failure.status !== 404) throw failure;
    }
    return 1;
  }

  const others = sessions?.filter(({ current }) => !current) ?? [];
  const now = Date.now() / 1000;
  return (
    <>
      <p class="own-about">{told.about}</p>
      {ended.times > 0 && <Outcome key={ended.times} text={told.ended(ended.count)} />}
      {sessions === null && problem === null && <p class="own-about">{told.reading}</p>}
      {sessions && (
        <ul class="sessions" lang={locale()}>
          {sessions.map((session) => (
            <SessionView key={session.id} session={session} now={now} busy={busy} onEnd={() => void end(() => endOne(session.id))} />
          ))}
        </ul>
      )}
      {sessions && others.length === 0 && <p class="own-about">{told.none}</p>}
      {others.length > 1 && (
        <SecondStep
          action={told.endOthers}
          question={told.endOthersQuestion(others.length)}
          confirm={told.endOthersConfirm}
          keep={words().ownAccount.cancel}
          busy={busy}
          onConfirm={() => void end(endOtherSessions)}
        />
      )}
      <div class="problem" role="alert">
        {problem && (
          <p>
            {problem.of === "reading" ? told.failed : told.endFailed} {ownWords(problem.failure, problem.at)}
          </p>
        )}
      </div>
      {problem?.of === "reading" && (
        <button type="button" class="small" onClick={() => void read()}>
          {words().page.tryAgain}
        </button>
      )}
    </>
  );
}
