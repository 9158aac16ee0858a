import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { reconnecting, type ShellExit } from "../../src/index.ts";

function shell(...exits: readonly ShellExit[]) {
  const questions: string[] = [];
  let runs = 0;
  const run = async (): Promise<ShellExit> => exits[Math.min(runs++, exits.length - 1)]!;
  const ask = (isWanted: boolean) => async (question: string) => {
    questions.push(question);
    return isWanted;
  };
  return { run, ask, questions, runs: () => runs };
}

const code = (exitCode: number): ShellExit => ({ exitCode, signal: null });

describe("reconnecting", () => {
  it.each([0, 1, 2, 130, 254])("returns exit code %i of the remote side without a question", async (exitCode) => {
    verifies("V2-06");
    const { run, ask, questions } = shell(code(exitCode));
    expect(await reconnecting(run, { name: "dev", ask: ask(true) })).toEqual(code(exitCode));
    expect(questions).toEqual([]);
  });

  it("asks after a lost connection and goes on when told to", async () => {
    verifies("V2-06");
    const { run, ask, questions, runs } = shell(code(255), code(7));
    expect(await reconnecting(run, { name: "dev", ask: ask(true) })).toEqual(code(7));
    expect(questions).toEqual(["Your session to dev was disconnected, do you want to reconnect? [Y/n]"]);
    expect(runs()).toBe(2);
  });

  it("gives up after three times", async () => {
    verifies("V2-06");
    const { run, ask, questions, runs } = shell(code(255));
    expect(await reconnecting(run, { name: "dev", ask: ask(true) })).toEqual(code(255));
    expect([questions.length, runs()]).toEqual([3, 4]);
  });

  it("does not go on when the person does not want to", async () => {
    const { run, ask, runs } = shell(code(255));
    await reconnecting(run, { name: "dev", ask: ask(false) });
    expect(runs()).toBe(1);
  });

  it("takes an ssh killed by a signal for a lost connection", async () => {
    const { run, ask, questions } = shell({ exitCode: null, signal: "SIGKILL" }, code(0));
    await reconnecting(run, { name: "dev", ask: ask(true) });
    expect(questions).toHaveLength(1);
  });

  it("never asks with no retries allowed", async () => {
    const { run, ask, questions } = shell(code(255));
    await reconnecting(run, { name: "dev", ask: ask(true), maxRetries: 0 });
    expect(questions).toEqual([]);
  });
});
