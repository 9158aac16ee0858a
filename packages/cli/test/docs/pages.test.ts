import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { COMMANDS, loadCommands } from "../../src/commands/index.ts";
import { commandPage, indexPage, pageName } from "./command-page.ts";

const folder = new URL("../../../../docs/cli/", import.meta.url);
const fileOf = (name: string): string => fileURLToPath(new URL(name, folder));

it("keeps a page for every command, as its definition says", async () => {
  for (const command of await loadCommands(Object.keys(COMMANDS))) {
    await expect(commandPage(command)).toMatchFileSnapshot(fileOf(pageName(command.path)));
  }
});

it("keeps a page that lists all of them, and no page of another command", async () => {
  const commands = await loadCommands(Object.keys(COMMANDS));
  await expect(indexPage(commands)).toMatchFileSnapshot(fileOf("README.md"));
  const expected = ["README.md", ...commands.map(({ path }) => pageName(path))].sort();
  expect((await readdir(folder)).sort()).toEqual(expected);
});
