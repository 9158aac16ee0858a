import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTemplate,
  deleteTemplate,
  exportTemplate,
  formatTemplate,
  getTemplate,
  importTemplate,
  listTemplates,
  parseTemplate,
  type StoredTemplate,
  type VmTemplate,
} from "../../src/index.ts";

function template(change: Partial<VmTemplate> = {}): VmTemplate {
  return {
    name: "gpu",
    description: "A large one",
    vmSize: "Standard_NC6s_v3",
    region: "westus2",
    cloudInit: "#cloud-config\nruncmd:\n  - ls\n",
    customMetadata: { team: "ml" },
    unknown: {},
    ...change,
  };
}

describe("templates", () => {
  let home: string;
  let directory: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "azlin-templates-"));
    directory = join(home, "templates");
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function list(): Promise<StoredTemplate[]> {
    const found: StoredTemplate[] = [];
    for await (const one of listTemplates(directory)) found.push(one);
    return found;
  }

  it("are kept in private files, listed, given away, taken and deleted", async () => {
    verifies("V2-11");
    expect(await list()).toEqual([]);
    await createTemplate(directory, template());
    expect(await list()).toEqual([{ name: "gpu", template: template() }]);
    expect((await stat(join(directory, "gpu.yaml"))).mode & 0o777).toBe(0o600);
    await writeFile(join(home, "shared.yaml"), await exportTemplate(directory, "gpu"));
    await deleteTemplate(directory, "gpu");
    expect(await getTemplate(directory, "gpu")).toBeUndefined();
    expect(await importTemplate(directory, join(home, "shared.yaml"))).toEqual(template());
    expect((await readdir(directory)).toSorted()).toEqual(["gpu.yaml"]);
  });

  it("are refused with cloud-init that no VM takes", async () => {
    await expect(createTemplate(directory, template({ cloudInit: "runcmd: [ls]" }))).rejects.toMatchObject({
      code: "INVALID_CLOUD_INIT",
    });
    expect(await list()).toEqual([]);
  });

  it("are not overwritten unless that is wanted", async () => {
    await createTemplate(directory, template());
    await expect(createTemplate(directory, template({ region: "eastus" }))).rejects.toMatchObject({
      code: "TEMPLATE_EXISTS",
    });
    await createTemplate(directory, template({ region: "eastus" }), { replace: true });
    expect(await getTemplate(directory, "gpu")).toMatchObject({ region: "eastus" });
  });

  it("keep what this version does not know", async () => {
    await writeFile(join(home, "a.yaml"), "name: a\nvm_size: Standard_B2s\nregion: westus2\nspot:\n  max: 3\n");
    await importTemplate(directory, join(home, "a.yaml"));
    expect(await readFile(join(directory, "a.yaml"), "utf8")).toContain("spot:\n  max: 3\n");
  });

  it("that cannot be read are told, and the others shown", async () => {
    await createTemplate(directory, template());
    await writeFile(join(directory, "broken.yaml"), "name: [\n");
    expect(await list()).toEqual([
      { name: "broken", problem: expect.stringMatching(/^The template cannot be used\. Line \d/) },
      { name: "gpu", template: template() },
    ]);
  });

  it.each([
    ["INVALID_TEMPLATE", "- a\n"],
    ["INVALID_TEMPLATE", "name: a\nregion: westus2\n"],
    ["INVALID_TEMPLATE", "name: a\nvm_size: 5\nregion: westus2\n"],
    ["INVALID_TEMPLATE", "name: a\nvm_size: Standard_B2s\nregion: West US\n"],
    ["INVALID_TEMPLATE", "name: a\nvm_size: Standard_B2s\nregion: westus2\ncustom_metadata: [1]\n"],
    ["INVALID_TEMPLATE_NAME", "name: ../a\nvm_size: Standard_B2s\nregion: westus2\n"],
  ])("are refused with %s: %j", (code, text) => {
    expect(() => parseTemplate(text)).toThrow(expect.objectContaining({ code }));
  });

  it("cannot be reached outside of their directory", async () => {
    await expect(getTemplate(directory, "../../etc/passwd")).rejects.toMatchObject({ code: "INVALID_TEMPLATE_NAME" });
    await expect(deleteTemplate(directory, "nope")).rejects.toMatchObject({ code: "TEMPLATE_NOT_FOUND" });
  });

  it("come back as they were written, whatever they say", () => {
    const text = fc.string({ unit: "grapheme" });
    const metadata = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, { noNullPrototype: true });
    fc.assert(
      fc.property(text, text, metadata, (description, cloudInit, customMetadata) => {
        const written = template({ description, cloudInit, customMetadata });
        expect(parseTemplate(formatTemplate(written))).toEqual(written);
      }),
    );
  });
});
