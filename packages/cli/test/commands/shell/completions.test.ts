import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

const execute = promisify(execFile);

it("completes commands and options in bash", async () => {
  const cli = await testCli();
  const script = join(cli.home, "azlin.bash");
  await writeFile(script, (await cli.run("completions bash")).stdout);
  const complete = async (...words: string[]): Promise<string[]> => {
    const quoted = words.map((word) => `"${word}"`).join(" ");
    const program = `source ${script}; COMP_WORDS=(${quoted}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _azlin; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return (await execute("bash", ["-c", program])).stdout.trim().split("\n");
  };
  expect(await complete("azlin", "sta")).toEqual(["start", "status"]);
  expect(await complete("azlin", "local", "fault", "")).toContain("clear");
  expect(await complete("azlin", "stop", "--no-d")).toEqual(["--no-deallocate"]);
  expect(await complete("azlin", "completions", "z")).toEqual(["zsh"]);
  expect(await complete("azlin", "create", "--vm")).toEqual(["--vm-size"]);
});

it.each(["zsh", "fish"])("makes a script for %s with every command", async (shell) => {
  const cli = await testCli();
  const { stdout } = await cli.run(`completions ${shell}`);
  for (const word of ["migrate-sessions", "fault", "--vm-size"]) expect(stdout).toContain(word);
});

it("refuses other shells", async () => {
  const cli = await testCli();
  expect((await cli.run("completions tcsh")).exitCode).toBe(2);
});
