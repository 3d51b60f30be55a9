// German: the settings of who is logged in.
import type { Grammar } from "./grammar.ts";
import type { Messages } from "./messages.ts";

export const ownAccount = ({ plural }: Grammar): Messages["ownAccount"] => ({
  cancel: "Abbrechen",
  wrongPassword: "Das ist nicht dein jetziges Passwort. Es wurde nichts geändert.",
  password: {
    title: "Passwort",
    change: "Passwort ändern",
    current: "Jetziges Passwort",
    next: "Neues Passwort",
    missing: { current: "Gib dein jetziges Passwort ein.", next: "Gib das neue Passwort ein." },
    save: "Passwort ändern",
    saving: "Wird geändert…",
    changed: "Dein Passwort ist geändert. Wo du sonst noch angemeldet warst, ist die Sitzung beendet.",
  },
  sessions: {
    title: "Wo du angemeldet bist",
    about: "Wenn du eine davon nicht kennst, beende sie und ändere dein Passwort.",
    reading: "Deine Sitzungen werden gelesen…",
    failed: "Deine Sitzungen konnten nicht gelesen werden.",
    none: "Du bist nirgends sonst angemeldet.",
    thisOne: "diese hier",
    device: (browser, system) => `${browser} auf ${system}`,
    someBrowser: "Ein Browser",
    unknown: "Ein unbekanntes Programm",
    seen: (time) => `Zuletzt gesehen: ${time}`,
    began: (time) => `Angemeldet am ${time}`,
    end: "Beenden",
    endLabel: (name) => `Beenden: ${name}`,
    endQuestion: (name) => `Diese Sitzung beenden: ${name}? Was dort gefragt wurde, geht nicht verloren.`,
    endConfirm: "Sitzung beenden",
    endOthers: "Alle anderen beenden",
    endOthersQuestion: (count) =>
      plural(count, { one: "Die andere Sitzung beenden?", other: "Die # anderen Sitzungen beenden? Hier bleibst du angemeldet." }),
    endOthersConfirm: "Alle anderen beenden",
    endFailed: "Die Sitzung wurde nicht beendet.",
    ended: (count) => plural(count, { one: "Die Sitzung ist beendet.", other: "# Sitzungen sind beendet." }),
  },
  data: {
    title: "Deine Daten",
    about: "Alles, was über dich gespeichert ist, in einer JSON-Datei: Profil, Sitzungen, Gespräche und Belege.",
    download: "Alles herunterladen",
    open: "Konto löschen…",
    deletion: "Konto löschen",
    goes: "Das ist sofort weg, und niemand kann es zurückholen:",
    goesWhat: {
      conversations: "jedes Gespräch mit allen Fragen und Antworten; was gerade geschrieben wird, bricht ab",
      coins: "deine Münzen und Belege",
      account: "dein Benutzername, dein Passwort und jede Sitzung: Du wirst überall abgemeldet",
    },
    stays:
      "Das bleibt: die Einträge im Kassenbuch. Sie sagen, wie viele Münzen sich wann und warum bewegt haben, damit die " +
      "Rechnung aufgeht. Dein Name steht nicht mehr dabei. Sicherungen von früher werden nicht geändert.",
    typeName: (name) => `Gib zur Bestätigung deinen Benutzernamen ein: ${name}`,
    nameDiffers: (name) => `Das ist nicht dein Benutzername. Gib ${name} ein, oder behalte das Konto.`,
    password: "Dein Passwort",
    confirm: "Alles endgültig löschen",
    deleting: "Wird gelöscht…",
    keep: "Konto behalten",
  },
});
