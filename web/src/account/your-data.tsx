// The settings' section for what is kept about oneself: take it along, or have it deleted.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../messages/messages.ts";
import { exportAddress } from "./account-calls.ts";
import { DeleteAccount } from "./delete-account.tsx";

interface Props {
  readonly username: string;
  /** Returns whether the failure means that the session has ended; the page then goes to the login. */
  readonly endsSession: (failure: unknown) => boolean;
  readonly onDeleted: () => void;
}

export function YourData(props: Props) {
  const told = words().ownAccount.data;
  const opener = useRef<HTMLButtonElement>(null);
  const [step, setStep] = useState<"closed" | "deleting" | "kept">("closed");
  useLayoutEffect(() => {
    if (step === "kept") opener.current?.focus();
  }, [step]);

  return (
    <>
      <p class="own-about">{told.about}</p>
      <p>
        <a class="small" href={exportAddress} download>
          {told.download}
        </a>
      </p>
      {step === "deleting" ? (
        <DeleteAccount {...props} onKeep={() => setStep("kept")} />
      ) : (
        <p>
          <button ref={opener} type="button" class="small grave" onClick={() => setStep("deleting")}>
            {told.open}
          </button>
        </p>
      )}
    </>
  );
}
