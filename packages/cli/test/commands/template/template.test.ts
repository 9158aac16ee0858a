import { access, chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { testCli, type TestCli } from "../../run-cli.ts";

const gpu = "template create gpu --vm-size Standard_NC6s_v3 --region westus2 --description large";

function fileOf(cli: TestCli, name: string): string {
  return join(cli.home, "templates", `${name}.yaml`);
}

it("keeps a template, lists it, gives it away, deletes it and takes it back", async () => {
  verifies("V2-11");
  const cli = await testCli();
  const shared = join(cli.home, "shared.yaml");
  expect(await cli.run(gpu)).toMatchObject({
    stdout: "Created template 'gpu': <home>/templates/gpu.yaml\n",
    exitCode: 0,
  });
  expect((await cli.run("template list")).stdout).toBe(
    "NAME  VM SIZE           REGION   DESCRIPTION\ngpu   Standard_NC6s_v3  westus2  large\n",
  );
  await chmod(cli.home, 0o755);
  expect((await cli.run(["template", "export", "gpu", shared])).exitCode).toBe(0);
  const modes = await Promise.all([shared, cli.home].map(async (path) => (await stat(path)).mode & 0o777));
  expect(modes).toEqual([0o600, 0o755]);
  expect((await cli.run("template delete gpu --yes")).stdout).toBe("Deleted template 'gpu'.\n");
  expect(await cli.json("template list")).toEqual([]);
  expect((await cli.run(["template", "import", shared])).stdout).toContain("Imported template 'gpu'");
  expect(await cli.json("template list")).toEqual([
    {
      name: "gpu",
      description: "large",
      vmSize: "Standard_NC6s_v3",
      region: "westus2",
      hasCloudInit: false,
      customMetadata: {},
    },
  ]);
});

it("asks for what is not given, and takes the configuration's values for empty answers", async () => {
  const cli = await testCli();
  await cli.run("config set default_region westeurope");
  const { stderr, exitCode } = await cli.run("template create web", { types: "Standard_D4s_v5\n" });
  expect(exitCode).toBe(0);
  expect(stderr).toContain("VM size [Standard_B2s]:");
  const [web] = (await cli.json("template list")) as unknown[];
  expect(web).toMatchObject({ vmSize: "Standard_D4s_v5", region: "westeurope", description: "" });
  await cli.run("template create all", { types: "Standard_D2s_v5\neastus2\nfor all\n" });
  const [all] = (await cli.json("template list")) as unknown[];
  expect(all).toMatchObject({ vmSize: "Standard_D2s_v5", region: "eastus2", description: "for all" });
});

it("keeps cloud-init, does not print it, and refuses one that no VM takes", async () => {
  const cli = await testCli();
  const good = join(cli.home, "good.yaml");
  const bad = join(cli.home, "bad.yaml");
  await writeFile(good, "#cloud-config\npassword: hunter2\n");
  await writeFile(bad, "#cloud-config\n  runcmd: [\n");
  const { stdout } = await cli.run(["template", "create", "web", "--cloud-init", good, "-o", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({ hasCloudInit: true });
  expect(stdout).not.toContain("hunter2");
  expect(await readFile(fileOf(cli, "web"), "utf8")).toContain("hunter2");
  const refused = await cli.run(["template", "create", "other", "--cloud-init", bad]);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("The cloud-init file cannot be used.");
  await expect(access(fileOf(cli, "other"))).rejects.toThrow("ENOENT");
});

it("replaces a template or a file only when that is meant", async () => {
  const cli = await testCli();
  const shared = join(cli.home, "shared.yaml");
  await cli.run(gpu);
  expect((await cli.run(gpu)).stderr).toContain("There is a template 'gpu' already.");
  expect((await cli.run(`${gpu} --dry-run`)).exitCode).toBe(1);
  expect((await cli.run(`${gpu} --force --region eastus2`)).exitCode).toBe(0);
  await cli.run(["template", "export", "gpu", shared]);
  expect((await cli.run(["template", "export", "gpu", shared])).stderr).toContain("shared.yaml is there already.");
  expect((await cli.run(["template", "export", "gpu", shared, "--force"])).exitCode).toBe(0);
  expect((await cli.run(["template", "import", shared])).exitCode).toBe(1);
  expect((await cli.run(["template", "import", shared, "--force"])).exitCode).toBe(0);
  const [one] = (await cli.json("template list")) as unknown[];
  expect(one).toMatchObject({ region: "eastus2" });
});

it("prints plans with --dry-run and changes nothing", async () => {
  const cli = await testCli();
  const shared = join(cli.home, "shared.yaml");
  const planned = async (line: string): Promise<string[]> => {
    const { plan } = (await cli.json(`${line} --dry-run`)) as { plan: { action: string; target: string }[] };
    return plan.map(({ action, target }) => `${action} ${target.split("/").at(-1)}`);
  };
  expect(await planned(gpu)).toEqual(["create gpu.yaml"]);
  await expect(access(fileOf(cli, "gpu"))).rejects.toThrow("ENOENT");
  await cli.run(gpu);
  expect(await planned(`${gpu} --force`)).toEqual(["replace gpu.yaml"]);
  expect(await planned("template delete gpu")).toEqual(["delete gpu.yaml"]);
  expect(await planned(`template export gpu ${shared}`)).toEqual(["create shared.yaml"]);
  await expect(access(shared)).rejects.toThrow("ENOENT");
  await cli.run(["template", "export", "gpu", shared]);
  expect(await planned(`template import ${shared} --force`)).toEqual(["replace gpu.yaml"]);
});

it("asks before it deletes, and keeps the template after a no or with nobody there", async () => {
  const cli = await testCli();
  await cli.run(gpu);
  expect(await cli.run("template delete gpu", { types: "n\n" })).toMatchObject({ stdout: "Cancelled.\n", exitCode: 0 });
  expect((await cli.run("template delete gpu")).exitCode).toBe(2);
  await access(fileOf(cli, "gpu"));
  expect((await cli.run("template delete gpu --force")).exitCode).toBe(0);
});

it("names a file that cannot be used, and still lists and deletes it", async () => {
  const cli = await testCli();
  await cli.run(gpu);
  await mkdir(join(cli.home, "templates"), { recursive: true });
  await writeFile(fileOf(cli, "broken"), "name: broken\nregion: [\n");
  const { stdout, exitCode } = await cli.run("template list");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/broken +- +- +The template cannot be used\. Line \d/);
  expect(stdout).toContain("gpu");
  expect((await cli.run("template delete broken --force")).exitCode).toBe(0);
});

it.each([
  ["template delete nope --force", 1, "There is no template 'nope'."],
  ["template export nope out.yaml", 1, "There is no template 'nope'."],
  ["template import nowhere.yaml", 2, "cannot be read"],
  ["template create ../evil --vm-size Standard_B2s", 2, "'../evil' cannot be the name of a template."],
  ["template create x --region A/B", 2, "'A/B' cannot be the 'region'."],
  ["template create x --cloud-init nowhere.yaml", 2, "cannot be read"],
])("refuses '%s'", async (line, code, message) => {
  const cli = await testCli();
  const { stderr, exitCode } = await cli.run(line);
  expect(exitCode).toBe(code);
  expect(stderr).toContain(message);
});
