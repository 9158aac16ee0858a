import { readFile, stat, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("keeps comments, order and unknown keys, and the file private", async () => {
  const cli = await testCli();
  await writeFile(
    cli.config,
    '# mine\ncolour = "red" # why not\ndefault_region = "westus2"\n\n[vm_storage]\nvm = "x"\n',
  );
  expect((await cli.run("config set default_region westeurope")).exitCode).toBe(0);
  await cli.run("config set subscriptions a,b");
  expect(await readFile(cli.config, "utf8")).toBe(
    '# mine\ncolour = "red" # why not\ndefault_region = "westeurope"\nsubscriptions = ["a", "b"]\n\n[vm_storage]\nvm = "x"\n',
  );
  expect((await stat(cli.config)).mode & 0o777).toBe(0o600);
});

it("takes a setting out again", async () => {
  const cli = await testCli();
  await cli.run("config set default_region westeurope");
  expect((await cli.run("config set default_region --unset")).stdout).toContain("Removed default_region");
  expect((await cli.run("config get default_region")).stdout).toBe("westus2\n");
});

it.each([
  ["config set cloud mars", "is not one of azure, local"],
  ["config set nothing x", "There is no setting 'nothing'"],
  ["config set default_region", "A value is missing, or --unset."],
  ["config set default_region x --unset", "--unset and VALUE cannot be used together."],
  ["config set subscriptions a,,b", "is not a list of texts"],
])("refuses %s and writes nothing", async (line, message) => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run(line);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  await expect(stat(cli.config)).rejects.toThrow("ENOENT");
});

it("leaves a broken file as it is", async () => {
  const cli = await testCli();
  await writeFile(cli.config, "default_region = \n");
  const { stdout, exitCode } = await cli.run("config set default_region x -o json");
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "INVALID_CONFIG", details: { line: 1 } } });
  expect(await readFile(cli.config, "utf8")).toBe("default_region = \n");
});

it("writes nothing with --dry-run", async () => {
  const cli = await testCli();
  expect(await cli.json("config set cloud local --dry-run")).toMatchObject({ plan: [{ action: "edit" }] });
  await expect(stat(cli.config)).rejects.toThrow("ENOENT");
});
