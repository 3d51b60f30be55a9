// English: the settings of who is logged in.
import type { Grammar } from "./grammar.ts";

export const ownAccount = ({ plural }: Grammar) => ({
  cancel: "Cancel",
  wrongPassword: "This is not your current password. Nothing was changed.",
  password: {
    title: "Password",
    change: "Change password",
    current: "Current password",
    next: "New password",
    missing: { current: "Type your current password.", next: "Type the new password." },
    save: "Change password",
    saving: "Changing…",
    changed: "Your password is changed. Wherever else you were logged in, that session has ended.",
  },
  sessions: {
    title: "Where you are logged in",
    about: "If you do not recognise one of these, end it and change your password.",
    reading: "Reading your sessions…",
    failed: "Your sessions could not be read.",
    none: "You are logged in nowhere else.",
    thisOne: "this one",
    device: (browser: string, system: string) => `${browser} on ${system}`,
    someBrowser: "A browser",
    unknown: "An unknown program",
    seen: (time: string) => `Last seen ${time}`,
    began: (time: string) => `Logged in on ${time}`,
    end: "End",
    endLabel: (name: string) => `End the session: ${name}`,
    endQuestion: (name: string) => `End the session of ${name}? Nothing that was asked there is lost.`,
    endConfirm: "End the session",
    endOthers: "End all others",
    endOthersQuestion: (count: number) =>
      plural(count, { one: "End the other session?", other: "End the # other sessions? You stay logged in here." }),
    endOthersConfirm: "End all others",
    endFailed: "The session was not ended.",
    ended: (count: number) => plural(count, { one: "The session is ended.", other: "# sessions are ended." }),
  },
  data: {
    title: "Your data",
    about: "Everything that is kept about you, in one JSON file: profile, sessions, conversations and receipts.",
    download: "Download everything",
    open: "Delete the account…",
    deletion: "Delete the account",
    goes: "This goes at once, and nobody can bring it back:",
    goesWhat: {
      conversations: "every conversation, with all questions and answers; what is being written is stopped",
      coins: "your coins and receipts",
      account: "your user name and password, and every session: you are logged out everywhere",
    },
    stays:
      "This stays: the ledger's entries, which say how many coins moved when and why, so that the lab's books add up. " +
      "They do not have your name any more. Backups that were made before are not changed.",
    typeName: (name: string) => `To confirm, type your user name: ${name}`,
    nameDiffers: (name: string) => `This is not your user name. Type ${name}, or keep the account.`,
    password: "Your password",
    confirm: "Delete everything for good",
    deleting: "Deleting…",
    keep: "Keep the account",
  },
});
