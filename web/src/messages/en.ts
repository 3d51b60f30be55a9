// English, the reference: what is here is what every other language has. One group for each part of the page.
// The texts under `server` repeat the server's own sentences to the letter: they are how a translation finds them.
import type { TierName } from "../contract.ts";
import { history } from "./en-history.ts";
import { ownAccount } from "./en-own-account.ts";
import type { Grammar } from "./grammar.ts";

export const en = (grammar: Grammar) => {
  const { number, plural } = grammar;
  const coins = (count: number, tier: TierName) => plural(count, { one: `# ${tier} coin`, other: `# ${tier} coins` });
  const moment = "Ask again in a moment.";

  return {
    page: {
      opening: "Opening AI Lab…",
      title: "AI Lab",
      signInTitle: "Log in · AI Lab",
      skip: "Skip to the question",
      heading: "Your conversation with the tutor",
      loggedInAs: "Logged in as",
      logOut: "Log out",
      close: "Close",
      tryAgain: "Try again",
      fetching: "Getting this ready…",
      notFetched: "This part of the page could not be fetched. Check your connection.",
      stillLoggedIn: "The server cannot be reached, so you are still logged in. Try again in a moment.",
      unreachableTitle: "AI Lab cannot be reached",
      unreachable: "The server does not answer. Your coins and conversations are safe there.",
      demo: "Demo answers: no model is connected.",
      /** Between backticks: shown as code. */
      demoRemedy: "To connect one, the operator sets `OPENAI_API_KEY` and starts the server again.",
    },

    account: {
      pitchTitle: "Stuck? Decide how much help you want.",
      pitch: "Every question costs one coin. The coin decides how far the tutor goes.",
      login: { title: "Log in", action: "Log in", busy: "Logging in…", other: "New here?", otherAction: "Create an account" },
      register: {
        title: "Create an account",
        action: "Create account",
        busy: "Creating…",
        other: "Already have an account?",
        otherAction: "Log in",
      },
      username: "User name",
      password: "Password",
      /** `name` is the field's. */
      showPassword: { action: "Show", label: (name: string) => `Show: ${name}` },
      hidePassword: { action: "Hide", label: (name: string) => `Hide: ${name}` },
      usernameRule: "3 to 32 letters, digits, dots, dashes or underscores.",
      passwordRule: "8 to 256 characters. A few words in a row are easy to remember and hard to guess.",
      usernameMissing: "Type your user name.",
      passwordMissing: "Type your password.",
      sessionEnded: "Your session has ended. Log in again: a question you were writing is kept.",
      accountDeleted: "Your account is deleted, with everything in it.",
      badCredentials: "This user name and password do not go together. Check both and try again.",
      usernameTaken: "Somebody already uses this name. Choose another one, or log in if it is yours.",
      unreachable: "The server cannot be reached. Check your connection and try again.",
      serverProblem: "The server has a problem at the moment. Try again in a minute.",
      notAccepted: "The server did not accept this. Check both fields and try again.",
      pageProblem: "Something went wrong on this page. Reload it and try again.",
      tooManyAttempts: (retry: string) => `Too many attempts. ${retry}`,
      retryLater: "Try again in a few minutes.",
      retryInSeconds: (seconds: number) => plural(seconds, { one: "Try again in # second.", other: "Try again in # seconds." }),
      retryInMinutes: (minutes: number, time: string) =>
        plural(minutes, { one: `Try again in # minute, at ${time}.`, other: `Try again in # minutes, at ${time}.` }),
    },

    coins: {
      names: { gold: "Gold", silver: "Silver", copper: "Copper" },
      number,
      count: coins,
      /** Between the two coins of a choice: "3 silver coins and 12 copper coins". */
      and: (parts: readonly string[]) => parts.join(" and "),
      pitch: {
        copper: "Debugging tips: where to look next.",
        silver: "The idea behind it, with a similar example.",
        gold: "A full solution, worked out and explained.",
      },
      choose: "Coin for this question",
      price: "1 coin",
      left: (count: number) => (count > 0 ? `${number(count)} left` : "none left"),
      none: (tier: TierName) => `No ${tier} coins left.`,
      stillHave: (rest: string) => `You still have ${rest}.`,
      othersGone: "Your other coins are used up, too.",
      askForMore: "Your instructor can give you more.",
      /** Said when a coin was chosen by its shortcut. */
      chosen: (count: number, tier: TierName) => `${tier} chosen, ${count > 0 ? number(count) : "none"} left`,
    },

    composer: {
      label: "Ask a question",
      field: "Your question",
      placeholder: "What are you stuck on?",
      ask: "Ask",
      sending: "Sending",
      payingWith: (tier: TierName) => `for 1 ${tier} coin`,
      /** Between backticks: keys. */
      keys: "`Enter` sends, `Shift` + `Enter` starts a new line",
      editing: (name: string) => `Editing ${name}. It is asked as a new question; the first one stays as it is.`,
      cancelEdit: "Cancel the edit",
      looksLikeCode: "This looks like code.",
      makeCodeBlock: "Put it in a code block",
      charactersLeft: (count: number) => plural(count, { one: "# character left", other: "# characters left" }),
      charactersTooMany: (count: number) => plural(count, { one: "# character too long", other: "# characters too long" }),
    },

    /** Why a question was not taken. */
    refusals: {
      notLoggedIn: { title: "You are no longer logged in.", detail: "No coin was spent. Log in again: your question is kept." },
      /** The server's own sentence follows, here and at "other". */
      invalid: "The server could not accept this question.",
      noCoins: (tier: TierName) => `You have no ${tier} coins left.`,
      chooseAnother: (rest: string) => `You still have ${rest}: choose another coin and ask again.`,
      /** `wait` is said when it is not known for how long. */
      busy: {
        title: "Too many answers are being written right now.",
        wait: "Wait until one has ended, or stop it, and ask again.",
      },
      rateLimited: { title: "That was a lot of questions in a short time.", wait: "Wait a minute and ask again." },
      upstreamError: {
        title: "The AI model cannot be reached.",
        detail: `${moment} If it stays like this, tell your instructor.`,
      },
      upstreamTimeout: { title: "The AI model did not answer in time.", wait: moment },
      interrupted: { title: "The server is restarting.", wait: moment },
      other: "Your question was not taken.",
      /** Where the text is now. */
      kept: {
        box: "No coin was spent, and your text is back in the box.",
        above: "No coin was spent, and your question is still above.",
        elsewhere: "No coin was spent, and your text is kept in the conversation where you wrote it.",
      },
      retryInSeconds: (seconds: number) => plural(seconds, { one: "You can ask again in # second.", other: "You can ask again in # seconds." }),
      retryInMinutes: (minutes: number, time: string) =>
        plural(minutes, { one: `You can ask again in # minute, at ${time}.`, other: `You can ask again in # minutes, at ${time}.` }),
      retryNow: "You can ask again now.",
      ask: (tier: TierName) => `Ask · 1 ${tier} coin`,
    },

    /** The line to the server. */
    line: {
      answerContinues: "Reconnecting… your answer continues when the line is back.",
      questionIsSent: "Reconnecting… your question is sent when the line is back.",
      goOnWriting: "Reconnecting… you can go on writing.",
      checking: "Checking whether your question arrived. You can go on writing.",
    },

    conversations: {
      title: "Conversations",
      start: "New conversation",
      none: "Your conversations are kept here.",
      opening: "Opening the conversation…",
      unreachable: "The conversation could not be loaded. It opens by itself when the server can be reached.",
      tryAgainNow: "Try again now",
      followNewest: "Follow the newest text",
      goToNewest: "Go to the newest",
    },

    welcome: {
      title: (name: string) => `What are you working on, ${name}?`,
      advice:
        "Say what you tried and what happened instead. Paste the error message and the few lines around it. Then choose a " +
        "coin: a small hint often gets you further than a whole solution.",
      /** `text` is what the composer begins with. */
      starters: {
        crash: { label: "My program crashes", text: "My program crashes. This is the error message and the code around it:\n\n" },
        output: { label: "The output is wrong", text: "I expected this output:\n\nbut I get:\n\nThe code is:\n\n" },
        idea: { label: "I do not understand an idea", text: "I do not understand how this works: " },
        begin: {
          label: "I do not know how to begin",
          text: "The task says:\n\nI do not know how to begin. So far I thought of:\n\n",
        },
      },
    },

    /** One question with its answer. */
    turn: {
      number: (count: number) => `Question ${number(count)}, `,
      /** By its number where that is known, else by how it begins. */
      name: (count: number | null, start: string) => `question ${count === null ? `“${start}”` : number(count)}`,
      price: "1 coin",
      paid: "1 coin paid",
      cameBack: "coin came back",
      waitingToSend: "Waiting for the line: your question is sent then.",
      waitingToContinue: "Waiting for the line: the answer continues then.",
      sending: "Sending",
      thinking: "Thinking",
      writing: "Writing",
      stop: "Stop",
      stopping: "Stopping",
      /** Nothing new has come for so long; `time` is one of the two that follow. */
      stillThinking: (time: string) => `Still thinking, for ${time}.`,
      stillWriting: (time: string) => `Still writing; nothing new for ${time}.`,
      seconds: (seconds: number) => plural(seconds, { one: "# second", other: "# seconds" }),
      minutes: (minutes: number) => plural(minutes, { one: "# minute", other: "# minutes" }),
      checking: "No word from the server yet. It is asked again.",
      stopIsFree: "Stopping is free until the first words arrive.",
      stopCosts: "Stopping now does not bring the coin back.",
      actions: (name: string) => `After ${name}`,
      copyAnswer: "Copy",
      again: (tier: TierName) => `Ask again · 1 ${tier} coin`,
      againNone: (tier: TierName) => `Ask again: no ${tier} coins left`,
      edit: "Edit and ask again",
      editForGold: "Edit and ask again with gold",
      deeper: (tier: TierName) => `Go deeper · 1 ${tier} coin`,
      deeperNone: (tier: TierName) => `Go deeper: no ${tier} coins left`,
      /** After each of them, for screen readers: which question it belongs to. */
      ofQuestion: (name: string) => `, ${name}`,
      stoppingSaid: "Stopping the answer.",
    },

    keyboard: {
      title: "Keyboard shortcuts",
      /** What the keys do, in the order in which they are listed. */
      does: {
        ask: "Ask the question",
        newLine: "Start a new line",
        focus: "Go to the question box",
        copper: "Choose copper",
        silver: "Choose silver",
        gold: "Choose gold",
        stop: "Stop the answer",
        stopAnywhere: "Stop the answer, also while writing",
        newConversation: "New conversation",
        previous: "Conversation above in the list",
        next: "Conversation below in the list",
        search: "Search your conversations",
        help: "Show these shortcuts",
      },
      /** As they are printed on a keyboard. */
      keys: { enter: "Enter", shift: "Shift", escape: "Esc", alt: "Alt", control: "Ctrl", option: "Option" },
      fields: "Keys without another one beside them do nothing while you are writing.",
      singleKeys: "Use the shortcuts of a single key",
    },

    answer: {
      code: "Code",
      copy: "Copy",
      copied: "Copied",
      copyByHand: "Press Ctrl+C",
      picture: "picture",
      newTab: " (opens in a new tab)",
    },

    /** How an answer ended. */
    endings: {
      finished: (words: number) =>
        plural(words, { one: "The answer is finished: # word.", other: "The answer is finished: # words." }),
      length: {
        title: "Cut at the length limit.",
        detail: (tier: TierName) => `The tutor may only write so much for a ${tier} coin. Ask for the missing part in a new question.`,
      },
      stopped: {
        title: "You stopped this answer.",
        detail: (tier: TierName) => `Text had already arrived, so the ${tier} coin stays spent.`,
        beforeText: "You stopped before any text had arrived.",
      },
      cameBack: (tier: TierName) => `Your ${tier} coin came back.`,
      comesBack: {
        title: (tier: TierName) => `Your ${tier} coin comes back by itself.`,
        detail: "The server could not record the end of this answer. You can ask again now.",
      },
      vanished: {
        title: "The server does not have this answer any more.",
        detail: "Your receipts say what became of the coin. You can ask again now.",
      },
      brokeOff: "The answer broke off.",
      staysSpent: (why: string, tier: TierName) => `${why} The ${tier} coin stays spent.`,
      /** After why it broke off, when there is text. */
      textIsKept: " What had been written until then is kept above.",
      /** `kept` is textIsKept, or empty. */
      why: {
        upstreamError: (kept: string) =>
          `The AI model failed while it was answering.${kept} Ask again in a moment; if it stays like this, tell your instructor.`,
        upstreamTimeout: (kept: string) => `The AI model took too long to answer.${kept} ${moment}`,
        interrupted: (kept: string) => `The server stopped while this answer was being written.${kept} You can ask again now.`,
        busy: (kept: string) => `Too many answers were being written at the same time.${kept} ${moment}`,
        rateLimited: (kept: string) => `The AI model is getting too many questions right now.${kept} Wait a minute and ask again.`,
        other: (kept: string) => `Something went wrong on the server.${kept} ${moment}`,
      },
    },

    receipts: {
      title: "Your coins",
      hint: "Where your coins went",
      button: (all: string) => `Your coins: ${all}. Show the receipts`,
      youHave: (all: string) => `You have ${all}.`,
      about: "Every coin that was added, spent or came back, the newest first.",
      failed: "The receipts could not be read.",
      maybeOld: "What is shown may be old.",
      coinsAreSafe: "Your coins are safe on the server.",
      reading: "Reading your receipts…",
      none: "No coin has moved yet. What you are given and what you spend is listed here.",
      older: "Show older receipts",
      readingOlder: "Reading older receipts…",
      end: "That is all: the entries of each coin add up to what you have.",
      shown: (count: number) => plural(count, { one: "# receipt shown.", other: "# receipts shown." }),
      beingWritten: "The answer is being written.",
      wordless: "A question without words",
      left: (count: number, tier: TierName) => `${coins(count, tier)} left`,
      byYou: "by you",
      byAdministrator: "by an administrator",
      entries: (count: number) => plural(count, { one: "# entry", other: "# entries" }),
      entriesOf: " of this coin in the ledger",
      entry: (title: string, left: string, explanation: string) => `${title}, ${left}. ${explanation}`,
      entryNumber: (id: number) => `entry ${id}`,
      line: {
        aside: (tier: TierName) => `1 ${tier} coin set aside`,
        spent: (tier: TierName) => `1 ${tier} coin spent`,
        back: (tier: TierName) => `1 ${tier} coin came back`,
        given: (count: number, tier: TierName) => `${coins(count, tier)} added`,
        taken: (count: number, tier: TierName) => `${coins(count, tier)} taken away`,
      },
      entryTitle: {
        reserve: (tier: TierName) => `Set aside: 1 ${tier} coin less`,
        settle: "Spent for good: the balance stays",
        refund: (tier: TierName) => `Came back: 1 ${tier} coin more`,
        given: (count: number, tier: TierName) => `Added: ${coins(count, tier)} more`,
        taken: (count: number, tier: TierName) => `Taken away: ${coins(count, tier)} less`,
      },
    },

    settings: {
      title: "Settings",
      theme: "Colours",
      themes: { system: "As the system", light: "Light", dark: "Dark" },
      language: "Language",
      languageFailed: "This language could not be loaded. Check your connection, load the page again and choose it then.",
    },

    server: {
      modes: { gold: "highest assistance", silver: "intermediate guidance", copper: "basic help" },
      summaries: {
        gold: "A worked solution, explained step by step",
        silver: "The concept, with an example from another setting",
        copper: "Debugging tips: where to look and what to try",
      },
      /** A receipt's explanation, by its rule. */
      rules: {
        starting_coins: "A new account begins with these coins.",
        gift: "You were given these coins.",
        correction: "Your balance was corrected.",
        question: "You asked a question, so one coin was set aside.",
        complete: "The answer was complete, so the coin was spent.",
        length_limit: "The answer reached the longest length that this coin buys, so the coin was spent.",
        stopped_after_text: "You stopped the answer after it had begun, so the coin was spent.",
        stopped_before_text: "You stopped the answer before it had begun, so the coin came back.",
        upstream_error: "The model could not finish the answer, so the coin came back.",
        upstream_timeout: "The model took too long to answer, so the coin came back.",
        empty_answer: "The model sent an empty answer, so the coin came back.",
        content_filter: "The model's content filter ended the answer, so the coin came back.",
        interrupted_by_shutdown: "The server was stopped before the answer was complete, so the coin came back.",
        interrupted_by_crash: "The server failed before the answer was complete, so the coin came back.",
        not_booked: "The server could not record the end of the answer, so the coin came back.",
      },
      /** Stands between a rule's sentence and what an administrator wrote. */
      reasonGiven: "The reason given:",
      /** Why an account or a question was refused. */
      refusals: {
        usernameShape:
          "A username has 3 to 32 letters, digits, dots, dashes or underscores, and begins with a letter or digit.",
        passwordLength: "A password has 8 to 256 characters.",
        passwordIsUsername: "The password may not be the username; choose another.",
        passwordIsCommon: "This password is one of the first that are guessed; choose another.",
        passwordNotText: "The password is not valid text (UTF-8).",
        questionEmpty: "The question is empty. Write what you would like to know.",
        questionHasNul: "The question has a NUL character (U+0000) in it. Remove it and ask again.",
        questionIsBroken:
          "The question has a broken character in it (half of a surrogate pair). Remove it and ask again.",
        conversationGone: "There is no such conversation; leave conversation_id out to begin a new one.",
      },
    },

    ownAccount: ownAccount(grammar),

    history: history(grammar),
  };
};
