/**
 * Runs tasks, at most `limit` at a time, in the order of the list as far as `after` allows.
 * A task whose predecessor failed is not run and fails too.
 *
 * @param {{ name: string, after?: string[], alone?: boolean, run: () => Promise<import("./outcome.mjs").Outcome> }[]} tasks
 *   `after` may name tasks that are not in the list; `alone` keeps others from running meanwhile.
 * @param {{ limit: number, onStart?: (name: string) => void, onDone?: (name: string, outcome: import("./outcome.mjs").Outcome, ms: number) => void }} options
 * @returns {Promise<Map<string, import("./outcome.mjs").Outcome>>}
 */
export async function schedule(tasks, { limit, onStart = () => {}, onDone = () => {} }) {
  const waiting = new Set(tasks);
  const running = new Map();
  const done = new Map();

  const next = () => {
    if (running.size >= limit || [...running.keys()].some((task) => task.alone)) return undefined;
    return [...waiting].find((task) => isReady(task, { tasks, done }) && !(task.alone && running.size > 0));
  };

  while (waiting.size + running.size > 0) {
    for (let task = next(); task !== undefined; task = next()) {
      waiting.delete(task);
      onStart(task.name);
      running.set(task, finish(task, done));
    }
    if (running.size === 0) throw new Error(`These wait for each other: ${[...waiting].map((t) => t.name).join(", ")}`);
    const { task, outcome, ms } = await Promise.race(running.values());
    running.delete(task);
    done.set(task.name, outcome);
    onDone(task.name, outcome, ms);
  }
  return done;
}

function isReady(task, { tasks, done }) {
  return (task.after ?? []).every((name) => done.has(name) || !tasks.some((other) => other.name === name));
}

async function finish(task, done) {
  const started = performance.now();
  const outcome = await outcomeOf(task, done);
  return { task, outcome, ms: performance.now() - started };
}

async function outcomeOf(task, done) {
  const failed = (task.after ?? []).find((name) => (done.get(name)?.failed ?? 0) > 0);
  if (failed !== undefined) return { passed: 0, failed: 1, note: `not run: ${failed} failed` };
  try {
    return await task.run();
  } catch (error) {
    return { passed: 0, failed: 1, output: error instanceof Error ? error.stack : String(error) };
  }
}
