// German, in the informal way in which students speak to each other.
import type { TierName } from "../contract.ts";
import { history } from "./de-history.ts";
import { ownAccount } from "./de-own-account.ts";
import type { Translation } from "./messages.ts";

const coin = { gold: "Goldmünze", silver: "Silbermünze", copper: "Kupfermünze" } as const;

export const de: Translation = (grammar) => {
  const { number, plural } = grammar;
  const coins = (count: number, tier: TierName) => plural(count, { one: `# ${coin[tier]}`, other: `# ${coin[tier]}n` });
  const moment = "Frag gleich noch einmal.";

  return {
    page: {
      opening: "AI Lab wird geöffnet…",
      title: "AI Lab",
      signInTitle: "Anmelden · AI Lab",
      skip: "Zur Frage springen",
      heading: "Dein Gespräch mit dem Tutor",
      loggedInAs: "Angemeldet als",
      logOut: "Abmelden",
      close: "Schließen",
      tryAgain: "Noch einmal versuchen",
      fetching: "Wird geholt…",
      notFetched: "Dieser Teil der Seite konnte nicht geholt werden. Prüfe deine Verbindung.",
      stillLoggedIn: "Der Server ist nicht erreichbar, du bist also noch angemeldet. Versuch es gleich noch einmal.",
      unreachableTitle: "AI Lab ist nicht erreichbar",
      unreachable: "Der Server antwortet nicht. Deine Münzen und Gespräche sind dort sicher.",
      demo: "Demo-Antworten: Es ist kein Modell angeschlossen.",
      demoRemedy: "Wer den Server betreibt, schließt eines an, indem er `OPENAI_API_KEY` setzt und den Server neu startet.",
    },

    account: {
      pitchTitle: "Du kommst nicht weiter? Entscheide, wie viel Hilfe du willst.",
      pitch: "Jede Frage kostet eine Münze. Die Münze bestimmt, wie weit der Tutor geht.",
      login: {
        title: "Anmelden",
        action: "Anmelden",
        busy: "Du wirst angemeldet…",
        other: "Neu hier?",
        otherAction: "Konto anlegen",
      },
      register: {
        title: "Konto anlegen",
        action: "Konto anlegen",
        busy: "Das Konto wird angelegt…",
        other: "Du hast schon ein Konto?",
        otherAction: "Anmelden",
      },
      username: "Benutzername",
      password: "Passwort",
      showPassword: { action: "Zeigen", label: (name) => `Zeigen: ${name}` },
      hidePassword: { action: "Verbergen", label: (name) => `Verbergen: ${name}` },
      usernameRule: "3 bis 32 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche.",
      passwordRule: "8 bis 256 Zeichen. Ein paar Wörter hintereinander merkt man sich leicht und errät man schwer.",
      usernameMissing: "Gib deinen Benutzernamen ein.",
      passwordMissing: "Gib dein Passwort ein.",
      sessionEnded: "Deine Sitzung ist beendet. Melde dich wieder an: Eine angefangene Frage bleibt erhalten.",
      accountDeleted: "Dein Konto ist gelöscht, mit allem, was darin war.",
      badCredentials: "Benutzername und Passwort passen nicht zusammen. Prüfe beide und versuch es noch einmal.",
      usernameTaken: "Diesen Namen hat schon jemand. Wähl einen anderen, oder melde dich an, wenn es deiner ist.",
      unreachable: "Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuch es noch einmal.",
      serverProblem: "Der Server hat gerade ein Problem. Versuch es in einer Minute noch einmal.",
      notAccepted: "Der Server hat das nicht angenommen. Prüfe beide Felder und versuch es noch einmal.",
      pageProblem: "Auf dieser Seite ist etwas schiefgegangen. Lade sie neu und versuch es noch einmal.",
      tooManyAttempts: (retry) => `Zu viele Versuche. ${retry}`,
      retryLater: "Versuch es in ein paar Minuten noch einmal.",
      retryInSeconds: (seconds) =>
        plural(seconds, { one: "Versuch es in # Sekunde noch einmal.", other: "Versuch es in # Sekunden noch einmal." }),
      retryInMinutes: (minutes, time) =>
        plural(minutes, {
          one: `Versuch es in # Minute noch einmal, um ${time}.`,
          other: `Versuch es in # Minuten noch einmal, um ${time}.`,
        }),
    },

    coins: {
      names: { gold: "Gold", silver: "Silber", copper: "Kupfer" },
      number,
      count: coins,
      and: (parts) => parts.join(" und "),
      pitch: {
        copper: "Tipps zur Fehlersuche: wo du als Nächstes hinschaust.",
        silver: "Die Idee dahinter, mit einem ähnlichen Beispiel.",
        gold: "Eine ganze Lösung, ausgearbeitet und erklärt.",
      },
      choose: "Münze für diese Frage",
      price: "1 Münze",
      left: (count) => (count > 0 ? `noch ${number(count)}` : "keine"),
      none: (tier) => `Keine ${coin[tier]}n mehr.`,
      stillHave: (rest) => `Du hast noch ${rest}.`,
      othersGone: "Auch deine anderen Münzen sind aufgebraucht.",
      askForMore: "Deine Kursleitung kann dir neue geben.",
      chosen: (count, tier) => `${coin[tier]} gewählt, ${count > 0 ? `noch ${number(count)}` : "keine mehr"}`,
    },

    composer: {
      label: "Eine Frage stellen",
      field: "Deine Frage",
      placeholder: "Wo hängst du fest?",
      ask: "Fragen",
      sending: "Wird gesendet",
      payingWith: (tier) => `für 1 ${coin[tier]}`,
      keys: "`Enter` sendet, `Umschalt` + `Enter` beginnt eine neue Zeile",
      editing: (name) => `Du bearbeitest ${name}. Sie wird als neue Frage gestellt; die erste bleibt, wie sie ist.`,
      cancelEdit: "Bearbeiten abbrechen",
      looksLikeCode: "Das sieht nach Code aus.",
      makeCodeBlock: "In einen Codeblock setzen",
      charactersLeft: (count) => plural(count, { one: "noch # Zeichen", other: "noch # Zeichen" }),
      charactersTooMany: (count) => plural(count, { one: "# Zeichen zu viel", other: "# Zeichen zu viel" }),
    },

    refusals: {
      notLoggedIn: {
        title: "Du bist nicht mehr angemeldet.",
        detail: "Es wurde keine Münze ausgegeben. Melde dich wieder an: Deine Frage bleibt erhalten.",
      },
      invalid: "Der Server konnte diese Frage nicht annehmen.",
      noCoins: (tier) => `Du hast keine ${coin[tier]}n mehr.`,
      chooseAnother: (rest) => `Du hast noch ${rest}: Wähl eine andere Münze und frag noch einmal.`,
      busy: {
        title: "Gerade werden zu viele Antworten geschrieben.",
        wait: "Warte, bis eine fertig ist, oder stoppe sie, und frag dann noch einmal.",
      },
      rateLimited: { title: "Das waren viele Fragen in kurzer Zeit.", wait: "Warte eine Minute und frag noch einmal." },
      upstreamError: {
        title: "Das KI-Modell ist nicht erreichbar.",
        detail: `${moment} Wenn es so bleibt, sag deiner Kursleitung Bescheid.`,
      },
      upstreamTimeout: { title: "Das KI-Modell hat nicht rechtzeitig geantwortet.", wait: moment },
      interrupted: { title: "Der Server startet gerade neu.", wait: moment },
      other: "Deine Frage wurde nicht angenommen.",
      kept: {
        box: "Es wurde keine Münze ausgegeben, und dein Text steht wieder im Feld.",
        above: "Es wurde keine Münze ausgegeben, und deine Frage steht noch oben.",
        elsewhere: "Es wurde keine Münze ausgegeben, und dein Text ist in dem Gespräch aufgehoben, in dem du ihn geschrieben hast.",
      },
      retryInSeconds: (seconds) =>
        plural(seconds, { one: "In # Sekunde kannst du wieder fragen.", other: "In # Sekunden kannst du wieder fragen." }),
      retryInMinutes: (minutes, time) =>
        plural(minutes, { one: `In # Minute kannst du wieder fragen, um ${time}.`, other: `In # Minuten kannst du wieder fragen, um ${time}.` }),
      retryNow: "Jetzt kannst du wieder fragen.",
      ask: (tier) => `Fragen · 1 ${coin[tier]}`,
    },

    line: {
      answerContinues: "Verbindung wird wiederhergestellt… danach geht deine Antwort weiter.",
      questionIsSent: "Verbindung wird wiederhergestellt… danach wird deine Frage gesendet.",
      goOnWriting: "Verbindung wird wiederhergestellt… du kannst weiterschreiben.",
      checking: "Es wird geprüft, ob deine Frage angekommen ist. Du kannst weiterschreiben.",
    },

    conversations: {
      title: "Gespräche",
      start: "Neues Gespräch",
      none: "Hier werden deine Gespräche aufbewahrt.",
      opening: "Das Gespräch wird geöffnet…",
      unreachable: "Das Gespräch konnte nicht geladen werden. Es öffnet sich von selbst, wenn der Server wieder erreichbar ist.",
      tryAgainNow: "Jetzt noch einmal versuchen",
      followNewest: "Dem neuesten Text folgen",
      goToNewest: "Zum Neuesten",
    },

    welcome: {
      title: (name) => `Woran arbeitest du, ${name}?`,
      advice:
        "Sag, was du versucht hast und was stattdessen passiert ist. Füg die Fehlermeldung und die paar Zeilen darum herum " +
        "ein. Dann wähl eine Münze: Ein kleiner Hinweis bringt dich oft weiter als eine ganze Lösung.",
      starters: {
        crash: {
          label: "Mein Programm stürzt ab",
          text: "Mein Programm stürzt ab. Das sind die Fehlermeldung und der Code darum herum:\n\n",
        },
        output: {
          label: "Die Ausgabe ist falsch",
          text: "Ich habe diese Ausgabe erwartet:\n\naber ich bekomme:\n\nDer Code ist:\n\n",
        },
        idea: { label: "Ich verstehe etwas nicht", text: "Ich verstehe nicht, wie das funktioniert: " },
        begin: {
          label: "Ich weiß nicht, wie ich anfangen soll",
          text: "Die Aufgabe lautet:\n\nIch weiß nicht, wie ich anfangen soll. Bis jetzt habe ich mir überlegt:\n\n",
        },
      },
    },

    turn: {
      number: (count) => `Frage ${number(count)}, `,
      name: (count, start) => `Frage ${count === null ? `„${start}“` : number(count)}`,
      price: "1 Münze",
      paid: "1 Münze bezahlt",
      cameBack: "Münze zurückbekommen",
      waitingToSend: "Die Verbindung fehlt: Deine Frage wird gesendet, sobald sie wieder da ist.",
      waitingToContinue: "Die Verbindung fehlt: Die Antwort geht weiter, sobald sie wieder da ist.",
      sending: "Wird gesendet",
      thinking: "Denkt nach",
      writing: "Schreibt",
      stop: "Stopp",
      stopping: "Wird gestoppt",
      stillThinking: (time) => `Denkt noch nach, seit ${time}.`,
      stillWriting: (time) => `Schreibt noch; seit ${time} nichts Neues.`,
      seconds: (seconds) => plural(seconds, { one: "# Sekunde", other: "# Sekunden" }),
      minutes: (minutes) => plural(minutes, { one: "# Minute", other: "# Minuten" }),
      checking: "Noch kein Wort vom Server. Er wird noch einmal gefragt.",
      stopIsFree: "Bis die ersten Wörter da sind, kostet Stoppen nichts.",
      stopCosts: "Wenn du jetzt stoppst, kommt die Münze nicht zurück.",
      actions: (name) => `Nach ${name}`,
      copyAnswer: "Kopieren",
      again: (tier) => `Noch einmal fragen · 1 ${coin[tier]}`,
      againNone: (tier) => `Noch einmal fragen: keine ${coin[tier]}n mehr`,
      edit: "Bearbeiten und neu fragen",
      editForGold: "Bearbeiten und mit Gold neu fragen",
      deeper: (tier) => `Mehr Hilfe holen · 1 ${coin[tier]}`,
      deeperNone: (tier) => `Mehr Hilfe holen: keine ${coin[tier]}n mehr`,
      ofQuestion: (name) => `, ${name}`,
      stoppingSaid: "Die Antwort wird gestoppt.",
    },

    keyboard: {
      title: "Tastenkürzel",
      does: {
        ask: "Die Frage stellen",
        newLine: "Eine neue Zeile beginnen",
        focus: "Zum Fragefeld gehen",
        copper: "Kupfer wählen",
        silver: "Silber wählen",
        gold: "Gold wählen",
        stop: "Die Antwort stoppen",
        stopAnywhere: "Die Antwort stoppen, auch beim Schreiben",
        newConversation: "Neues Gespräch",
        previous: "Gespräch darüber in der Liste",
        next: "Gespräch darunter in der Liste",
        search: "Deine Gespräche durchsuchen",
        help: "Diese Kürzel zeigen",
      },
      keys: { enter: "Enter", shift: "Umschalt", escape: "Esc", alt: "Alt", control: "Strg", option: "Option" },
      fields: "Tasten, die allein stehen, tun beim Schreiben nichts.",
      singleKeys: "Kürzel aus einer einzigen Taste verwenden",
    },

    answer: {
      code: "Code",
      copy: "Kopieren",
      copied: "Kopiert",
      copyByHand: "Drück Strg+C",
      picture: "Bild",
      newTab: " (öffnet sich in einem neuen Tab)",
    },

    endings: {
      finished: (words) =>
        plural(words, { one: "Die Antwort ist fertig: # Wort.", other: "Die Antwort ist fertig: # Wörter." }),
      length: {
        title: "An der Längengrenze abgeschnitten.",
        detail: (tier) => `Für eine ${coin[tier]} darf der Tutor nur so viel schreiben. Frag in einer neuen Frage nach dem fehlenden Teil.`,
      },
      stopped: {
        title: "Du hast diese Antwort gestoppt.",
        detail: (tier) => `Es war schon Text angekommen, deshalb bleibt die ${coin[tier]} ausgegeben.`,
        beforeText: "Du hast gestoppt, bevor Text angekommen war.",
      },
      cameBack: (tier) => `Du hast deine ${coin[tier]} zurückbekommen.`,
      comesBack: {
        title: (tier) => `Deine ${coin[tier]} kommt von selbst zurück.`,
        detail: "Der Server konnte das Ende dieser Antwort nicht verbuchen. Du kannst jetzt noch einmal fragen.",
      },
      vanished: {
        title: "Der Server hat diese Antwort nicht mehr.",
        detail: "Was aus der Münze geworden ist, steht in deinen Belegen. Du kannst jetzt noch einmal fragen.",
      },
      brokeOff: "Die Antwort ist abgebrochen.",
      staysSpent: (why, tier) => `${why} Die ${coin[tier]} bleibt ausgegeben.`,
      textIsKept: " Was bis dahin geschrieben war, steht noch oben.",
      why: {
        upstreamError: (kept) =>
          `Das KI-Modell hat beim Antworten versagt.${kept} ${moment} Wenn es so bleibt, sag deiner Kursleitung Bescheid.`,
        upstreamTimeout: (kept) => `Das KI-Modell hat zu lange gebraucht.${kept} ${moment}`,
        interrupted: (kept) =>
          `Der Server wurde angehalten, während diese Antwort geschrieben wurde.${kept} Du kannst jetzt noch einmal fragen.`,
        busy: (kept) => `Es wurden zu viele Antworten gleichzeitig geschrieben.${kept} ${moment}`,
        rateLimited: (kept) => `Das KI-Modell bekommt gerade zu viele Fragen.${kept} Warte eine Minute und frag noch einmal.`,
        other: (kept) => `Auf dem Server ist etwas schiefgegangen.${kept} ${moment}`,
      },
    },

    receipts: {
      title: "Deine Münzen",
      hint: "Wo deine Münzen geblieben sind",
      button: (all) => `Deine Münzen: ${all}. Die Belege zeigen`,
      youHave: (all) => `Du hast ${all}.`,
      about: "Jede Münze, die dazukam, ausgegeben wurde oder zurückkam, die neuesten zuerst.",
      failed: "Die Belege konnten nicht gelesen werden.",
      maybeOld: "Was hier steht, ist vielleicht veraltet.",
      coinsAreSafe: "Deine Münzen sind auf dem Server sicher.",
      reading: "Deine Belege werden gelesen…",
      none: "Noch hat sich keine Münze bewegt. Was du bekommst und was du ausgibst, steht dann hier.",
      older: "Ältere Belege zeigen",
      readingOlder: "Ältere Belege werden gelesen…",
      end: "Das ist alles: Die Einträge jeder Münze ergeben zusammen, was du hast.",
      shown: (count) => plural(count, { one: "# Beleg wird gezeigt.", other: "# Belege werden gezeigt." }),
      beingWritten: "Die Antwort wird gerade geschrieben.",
      wordless: "Eine Frage ohne Worte",
      left: (count, tier) => `noch ${coins(count, tier)}`,
      byYou: "von dir",
      byAdministrator: "von der Verwaltung",
      entries: (count) => plural(count, { one: "# Eintrag", other: "# Einträge" }),
      entriesOf: " zu dieser Münze im Kassenbuch",
      entry: (title, left, explanation) => `${title}, ${left}. ${explanation}`,
      entryNumber: (id) => `Eintrag ${id}`,
      line: {
        aside: (tier) => `1 ${coin[tier]} zurückgelegt`,
        spent: (tier) => `1 ${coin[tier]} ausgegeben`,
        back: (tier) => `1 ${coin[tier]} zurückbekommen`,
        given: (count, tier) => `${coins(count, tier)} dazubekommen`,
        taken: (count, tier) => `${coins(count, tier)} abgezogen`,
      },
      entryTitle: {
        reserve: (tier) => `Zurückgelegt: 1 ${coin[tier]} weniger`,
        settle: "Endgültig ausgegeben: Der Stand bleibt",
        refund: (tier) => `Zurückbekommen: 1 ${coin[tier]} mehr`,
        given: (count, tier) => `Dazubekommen: ${coins(count, tier)} mehr`,
        taken: (count, tier) => `Abgezogen: ${coins(count, tier)} weniger`,
      },
    },

    settings: {
      title: "Einstellungen",
      theme: "Farben",
      themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
      language: "Sprache",
      languageFailed: "Diese Sprache konnte nicht geladen werden. Prüfe deine Verbindung, lade die Seite neu und wähl sie dann.",
    },

    server: {
      modes: { gold: "volle Hilfe", silver: "Anleitung", copper: "einfache Hilfe" },
      summaries: {
        gold: "Eine ausgearbeitete Lösung, Schritt für Schritt erklärt",
        silver: "Das Konzept, mit einem Beispiel aus einem anderen Zusammenhang",
        copper: "Tipps zur Fehlersuche: wo du hinschaust und was du probierst",
      },
      rules: {
        starting_coins: "Ein neues Konto beginnt mit diesen Münzen.",
        gift: "Du hast diese Münzen geschenkt bekommen.",
        correction: "Dein Stand wurde berichtigt.",
        question: "Du hast eine Frage gestellt, also wurde eine Münze zurückgelegt.",
        complete: "Die Antwort war vollständig, also wurde die Münze ausgegeben.",
        length_limit: "Die Antwort wurde so lang, wie es für diese Münze geht, also wurde die Münze ausgegeben.",
        stopped_after_text: "Du hast die Antwort gestoppt, nachdem sie begonnen hatte, also wurde die Münze ausgegeben.",
        stopped_before_text: "Du hast die Antwort gestoppt, bevor sie begonnen hatte, also kam die Münze zurück.",
        upstream_error: "Das Modell konnte die Antwort nicht beenden, also kam die Münze zurück.",
        upstream_timeout: "Das Modell brauchte zu lange für die Antwort, also kam die Münze zurück.",
        empty_answer: "Das Modell schickte eine leere Antwort, also kam die Münze zurück.",
        content_filter: "Der Inhaltsfilter des Modells beendete die Antwort, also kam die Münze zurück.",
        interrupted_by_shutdown: "Der Server wurde angehalten, bevor die Antwort vollständig war, also kam die Münze zurück.",
        interrupted_by_crash: "Der Server fiel aus, bevor die Antwort vollständig war, also kam die Münze zurück.",
        not_booked: "Der Server konnte das Ende der Antwort nicht verbuchen, also kam die Münze zurück.",
      },
      reasonGiven: "Der angegebene Grund:",
      refusals: {
        usernameShape:
          "Ein Benutzername hat 3 bis 32 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche und beginnt mit einem " +
          "Buchstaben oder einer Ziffer.",
        passwordLength: "Ein Passwort hat 8 bis 256 Zeichen.",
        passwordIsUsername: "Das Passwort darf nicht der Benutzername sein; wähl ein anderes.",
        passwordIsCommon: "Dieses Passwort gehört zu denen, die als Erste geraten werden; wähl ein anderes.",
        passwordNotText: "Das Passwort ist kein gültiger Text (UTF-8).",
        questionEmpty: "Die Frage ist leer. Schreib, was du wissen möchtest.",
        questionHasNul: "In der Frage steht ein NUL-Zeichen (U+0000). Entfern es und frag noch einmal.",
        questionIsBroken: "In der Frage steht ein kaputtes Zeichen (ein halbes Ersatzpaar). Entfern es und frag noch einmal.",
        conversationGone: "Dieses Gespräch gibt es nicht mehr. Beginn ein neues.",
      },
    },

    ownAccount: ownAccount(grammar),

    history: history(grammar),
  };
};
