// What tests may set, and what the settings file calls it: the only place that knows the names in ailab.toml.

/** @typedef {string | number | boolean | string[]} Value */

/** A test's name for a setting, and its section and key in the file. @type {Record<string, [section: string, key: string]>} */
const kKeys = {
  allowedOrigins: ["server", "allowed_origins"],
  trustProxy: ["server", "trust_proxy"],
  loops: ["server", "loops"],
  shutdownGrace: ["server", "shutdown_grace_s"],
  connectTimeout: ["provider", "connect_timeout_s"],
  firstByteTimeout: ["provider", "first_byte_timeout_s"],
  silenceTimeout: ["provider", "silence_timeout_s"],
  retries: ["provider", "retries"],
  caFile: ["provider", "ca_file"],
  messageLength: ["limits", "message_length"],
  runningPerAccount: ["limits", "running_per_account"],
  runningTotal: ["limits", "running_total"],
  messagesPerMinute: ["limits", "messages_per_minute"],
  loginAttemptsPerAccount: ["limits", "login_attempts_per_account"],
  loginAttemptsPerAddress: ["limits", "login_attempts_per_address"],
  registrationsPerAddress: ["limits", "registrations_per_address"],
  connections: ["limits", "connections"],
  connectionsPerAddress: ["limits", "connections_per_address"],
  sessions: ["limits", "sessions"],
  loginsWaiting: ["limits", "logins_waiting"],
  passwordMemory: ["accounts", "password_memory_mib"],
  keepDeletedDays: ["conversations", "keep_deleted_days"],
  moreCoins: ["coins", "more_coins"],
  goldCoins: ["tiers.gold", "starting_coins"],
  goldFirstByteTimeout: ["tiers.gold", "first_byte_timeout_s"],
  silverFirstByteTimeout: ["tiers.silver", "first_byte_timeout_s"],
  silverSilenceTimeout: ["tiers.silver", "silence_timeout_s"],
  copperAnswerTimeout: ["tiers.copper", "answer_timeout_s"],
  goldModel: ["tiers.gold", "model"],
  goldPrompt: ["tiers.gold", "prompt"],
  goldOutput: ["tiers.gold", "max_output_tokens"],
  silverModel: ["tiers.silver", "model"],
  silverPrompt: ["tiers.silver", "prompt"],
};

/**
 * @typedef {Partial<Record<keyof typeof kKeys, Value>>} Settings
 * Times are seconds, and may be fractions.
 */

/**
 * What holds unless a test says otherwise: all tests come from one address and a few accounts, so the limits that are there
 * for strangers must not be in their way; and a test server has nobody to wait for when it stops.
 * @type {Settings}
 */
const kForTests = {
  registrationsPerAddress: 100_000,
  loginAttemptsPerAddress: 100_000,
  loginAttemptsPerAccount: 100_000,
  messagesPerMinute: 100_000,
  connectionsPerAddress: 100_000,
  passwordMemory: 8, // MiB: passwords of tests need no strong hash
  shutdownGrace: 0.5,
  goldCoins: 100,
  // AILAB_TEST_LOOPS: all tests against a server with so many network loops.
  ...(process.env.AILAB_TEST_LOOPS && { loops: Number(process.env.AILAB_TEST_LOOPS) }),
};

/** The settings file. @param {Settings} [settings] */
export function settingsFile(settings = {}) {
  /** @type {Map<string, string[]>} */
  const sections = new Map();
  for (const [name, value] of Object.entries({ ...kForTests, ...settings })) {
    const [section, key] = kKeys[name] ?? fail(name);
    const lines = sections.get(section) ?? [];
    // TOML's strings, numbers, booleans and arrays of strings look as JSON's do.
    sections.set(section, [...lines, `${key} = ${JSON.stringify(value)}`]);
  }
  return [...sections].map(([section, lines]) => `[${section}]\n${lines.join("\n")}\n`).join("\n");
}

/** @param {string} name @returns {never} */
function fail(name) {
  throw new Error(`the tests know no setting ${name}`);
}
