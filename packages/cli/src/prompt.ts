import { ValidationError } from "@azlin/core";
import type { World } from "./context.ts";

/** A question before something that cannot be undone. */
export interface Question {
  /** What will be done, with everything that goes with it; several lines. */
  readonly facts: string;
  /** `Delete 3 VMs?` */
  readonly question: string;
  /** The text that has to be typed. Default: `y` or `yes`. */
  readonly expected?: string;
}

/**
 * Asks on stderr and reads the answer from stdin.
 *
 * @returns whether the answer was yes; the end of the input is a no.
 * @throws ValidationError (`CONFIRMATION_REQUIRED`) when nobody is there to answer; the signal's reason when it aborts.
 */
export async function prompt({ facts, question, expected }: Question, world: World): Promise<boolean> {
  const { stdin, stderr, signal } = world;
  if (!isSomebodyThere(world)) {
    throw new ValidationError("CONFIRMATION_REQUIRED", `${facts}\nNobody is there to confirm it.`, {
      hint: "Add --yes to go ahead, or --dry-run to see the plan.",
    });
  }
  stderr.write(`${facts}\n${question} ${expected === undefined ? "[y/N]" : `Type '${expected}':`} `);
  const answer = (await readLine(stdin, signal)).trim();
  return expected === undefined ? /^y(?:es)?$/i.test(answer) : answer === expected;
}

/**
 * Asks for a line of text on stderr.
 *
 * @returns the answer without blanks around it; `undefined` when nobody is there.
 * @throws the signal's reason when it aborts.
 */
export async function askForLine(question: string, world: World): Promise<string | undefined> {
  if (!isSomebodyThere(world)) return undefined;
  world.stderr.write(`${question} `);
  return (await readLine(world.stdin, world.signal)).trim();
}

/** Whether there is a person to ask. */
export function isSomebodyThere({ stdin, stderr }: World): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** What comes after the line stays in the input, for the next question. The end of the input ends a line, too. */
function readLine(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const end = (): void => {
      signal.removeEventListener("abort", onAbort);
      input.off("data", onData).off("end", onEnd).pause();
    };
    const onAbort = (): void => {
      end();
      reject(signal.reason as Error);
    };
    const onEnd = (): void => {
      end();
      resolve(read.toString());
    };
    const onData = (chunk: Buffer | string): void => {
      read = Buffer.concat([read, Buffer.from(chunk)]);
      const at = read.indexOf("\n");
      if (at < 0) return;
      end();
      if (at + 1 < read.length) input.unshift(read.subarray(at + 1));
      resolve(read.subarray(0, at).toString());
    };
    if (hasEnded(input)) {
      resolve("");
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    input.on("data", onData).on("end", onEnd).resume();
  });
}

function hasEnded(input: NodeJS.ReadableStream & { readonly readableEnded?: boolean }): boolean {
  return input.readableEnded === true;
}
