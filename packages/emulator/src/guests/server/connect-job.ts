import { finished } from "node:stream/promises";
import type { ServerChannel } from "ssh2";
import { systemClock } from "@azlin/core";
import type { SandboxProcess } from "../sandbox/sandbox.ts";

/** How long a job whose client is gone has to end by itself before it is told to. */
const GRACE_MS = 1000;

/**
 * Connects a client's channel with a job, until both have ended.
 *
 * @param hasTerminal - a client that goes away hangs up then. The end of its input would be a Ctrl-D to the programs on
 * the terminal, and end the shells in a tmux.
 */
export function connectJob(channel: ServerChannel, job: SandboxProcess, hasTerminal: boolean): void {
  let hasEnded = false;
  channel.pipe(job.stdin, { end: !hasTerminal });
  job.stdout.pipe(channel, { end: false });
  job.stderr.pipe(channel.stderr, { end: false });
  channel.on("close", () => {
    if (!hasEnded) hangUp(job);
    if (!hasTerminal) job.stdin.end();
  });
  for (const stream of [channel, channel.stderr, job.stdin, job.stdout, job.stderr]) stream.on("error", () => {});
  const outputs = [job.stdout, job.stderr].map((stream) => finished(stream, { writable: false }).catch(() => {}));
  job.exit
    .then(async (code) => {
      // What it left running in the background may write on, as it may with sshd.
      await Promise.all(outputs);
      hasEnded = true;
      channel.exit(code);
      channel.end();
      return undefined;
    })
    .catch(() => channel.destroy());
}

/** Nobody is there any more. What `nohup` and `setsid` protect goes on. */
function hangUp(job: SandboxProcess): void {
  job.signal("HUP");
  job.signal("CONT");
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  job.exit.then(over, over);
  systemClock.delay(GRACE_MS).then(
    () => {
      if (!isOver) job.signal("TERM");
      return undefined;
    },
    () => {},
  );
}
