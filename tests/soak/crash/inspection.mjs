// What has to be true after a start, before anybody asks anything new.

/** An ending that is not told after this many milliseconds never will be. */
const kPatience = 60_000;
/** Answers of each student that ended before, and are read once more. */
const kReadAgain = 8;

/** Complains of all that is not as it should be; leaves the students in their tabs. @param {import("./run.mjs").CrashRun} run */
export async function inspect(run) {
  try {
    await inspectLedger(run);
    await run.sitDown();
    await Promise.all(run.students.map((student) => inspectStudent(run, student)));
    await inspectLedger(run);
  } catch (error) {
    run.complain(`the inspection broke off: ${/** @type {Error} */ (error).stack}`);
  }
}

/** Nothing is running, so nothing is reserved. @param {import("./run.mjs").CrashRun} run */
async function inspectLedger(run) {
  const told = await run.command("ledger", "verify");
  const open = /(\d+) open/.exec(told)?.[1];
  if (open !== "0") run.complain(`${open ?? "who knows how many"} reservations are open after the start: ${told}`);
}

/** @param {import("./run.mjs").CrashRun} run @param {import("./student.mjs").Student} student */
async function inspectStudent(run, student) {
  student.tidy();
  const again = student.someSettled(kReadAgain);
  const open = [...student.open];
  await Promise.all(open.map((question) => within(resolveQuestion(run, student, question), question)));
  await Promise.all(again.map((question) => within(readAgain(student, question), question)));
  for (const question of open) inspectRequests(run, question);
  student.tidy();
  const [owed, has] = [student.owed, (await student.http.get("/api/me")).json.balances];
  if (JSON.stringify(owed) !== JSON.stringify(has)) {
    student.complain(`has ${JSON.stringify(has)}, and by what it was told it should be ${JSON.stringify(owed)}`);
  }
}

/**
 * Comes back to a question whose end the student does not know: reads on, or asks once more.
 * @param {import("./run.mjs").CrashRun} run
 * @param {import("./student.mjs").Student} student
 * @param {import("./question.mjs").Question} question
 */
async function resolveQuestion(run, student, question) {
  const desk = run.random.pick(student.desks);
  // The question's id is its answer's, so that one whose acknowledgement was lost can be looked for, too.
  let known = await desk.resume(question, student.someOffset(question));
  if (!known.ok && /past the end/.test(known.message)) {
    question.complain(`a reader has seen ${question.seen.length} units of it: ${known.message}`);
    known = await desk.resume(question, 0);
  }
  if (!known.ok) {
    if (question.accepted) question.complain(`was acknowledged, and now is unknown: ${JSON.stringify(known)}`);
    if (question.seen !== "") question.complain("has been read, and now is unknown");
    question.lost = true;
    run.count("questions that never arrived, or were refused");
    return;
  }
  run.count("answers resumed after a crash");
  if (run.random.chance(0.3)) {
    const ack = await run.random.pick(student.desks).ask(question);
    if (!ack.ok) question.complain(`is known, and was refused when asked again: ${JSON.stringify(ack)}`);
    run.count("questions asked again after a crash");
  }
  await question.untilEnded();
}

/** What has ended stays as it is. @param {import("./student.mjs").Student} student @param {import("./question.mjs").Question} question */
async function readAgain(student, question) {
  const desk = student.desks[0];
  const ended = desk.untilEnd(question);
  const known = await desk.resume(question, student.someOffset(question));
  if (!known.ok) question.complain(`had ended, and now is unknown: ${JSON.stringify(known)}`);
  else await ended;
}

/** @param {import("./run.mjs").CrashRun} run @param {import("./question.mjs").Question} question */
function inspectRequests(run, question) {
  const requests = run.traffic.requestsFor(question.words);
  const most = question.lost ? 0 : question.wish.requests;
  if (requests > most) question.complain(`the model was asked ${requests} times, ${most} at most would be right`);
  // One may be known all the same: the database could not say whether it had taken it, and it was given up.
  const refused = !question.accepted && question.asked === question.refused;
  if (refused && (question.charged || requests > 0)) question.complain("was refused, and is charged, or the model was asked");
  if (question.charged && requests === 0) question.complain("was charged, and the model never asked");
}

/** @param {Promise<void>} work @param {import("./question.mjs").Question} question */
async function within(work, question) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve("late"), kPatience);
  });
  if ((await Promise.race([work, late])) === "late") question.complain(`does not end: known so far: ${JSON.stringify(question.ending)}`);
  clearTimeout(timer);
}
