import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyRemoteTree, classifyTree, type CopyPlace } from "../../src/index.ts";
import { copied, copyContext } from "../copying.ts";
import { SECRETS } from "../secrets.ts";
import { temporaryDirectory, testClient, testServer } from "../ssh-server.ts";

const name = fc.constantFrom("a", "b c", "notes.txt", "x'y", "$(z)", "-n", "ü", "data.bin", "new\nline", "conf.d");
const secretName = fc.constantFrom(".env", "id_rsa", ".ssh/id_web", ".aws/credentials", "server.key", "x/.npmrc");
const filler = fc.uint8Array({ maxLength: 2_000 });

interface PlantedFile {
  readonly path: string;
  readonly before: Uint8Array;
  readonly secret: string;
  readonly after: Uint8Array;
}

/** A file of a tree: an innocent one, one whose content is a secret somewhere in it, or one that its name betrays. */
const file: fc.Arbitrary<PlantedFile> = fc.oneof(
  fc.record({ path: path(name), before: filler, secret: fc.constant(""), after: filler }),
  fc.record({ path: path(name), before: filler, secret: fc.constantFrom(...Object.values(SECRETS)), after: filler }),
  fc.record({ path: path(secretName), before: filler, secret: fc.constant("MARK"), after: filler }),
);

function path(last: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(name, { maxLength: 3 }), last)
    .map(([above, own]) => [...above.map((n) => `d ${n}`), own].join("/"));
}

async function plant(root: string, files: readonly PlantedFile[]): Promise<void> {
  for (const { path, before, secret, after } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    const lines = [
      Buffer.from(before),
      Buffer.from("\n"),
      Buffer.from(secret, "latin1"),
      Buffer.from("\n"),
      Buffer.from(after),
    ];
    await writeFile(join(root, path), Buffer.concat(lines));
  }
}

async function everythingIn(root: string): Promise<Buffer> {
  const files = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const contents = files.filter((found) => found.isFile()).map((found) => readFile(join(found.parentPath, found.name)));
  return Buffer.concat(await Promise.all(contents));
}

describe("planted secrets", () => {
  it("never leave, whichever way a tree is copied, and the rest arrives", async () => {
    verifies("V2-09");
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const other = await testServer(client.publicKey, { name: "other" });
    const tar = copyContext(client, "tar");
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { maxLength: 12, selector: (one) => one.path }), async (files) => {
        run += 1;
        const [local, remote] = [join(client.directory, `in${run}`), join(server.home, `in${run}`)];
        await Promise.all([mkdir(local), mkdir(remote)]);
        await Promise.all([plant(local, files), plant(remote, files)]);
        const ways: [CopyPlace, CopyPlace, string][] = [
          [
            { kind: "local", path: local },
            { kind: "remote", target: server.target, path: `out${run}` },
            join(server.home, `out${run}`),
          ],
          [
            { kind: "remote", target: server.target, path: `in${run}` },
            { kind: "local", path: join(client.directory, `out${run}`) },
            join(client.directory, `out${run}`),
          ],
          [
            { kind: "remote", target: server.target, path: `in${run}` },
            { kind: "remote", target: other.target, path: `out${run}` },
            join(other.home, `out${run}`),
          ],
        ];
        const innocent = files.filter(({ secret }) => secret === "").length;
        for (const [source, destination, out] of ways) {
          const report = await copied(tar, { sources: [source], destination, isRecursive: true });
          const arrived = await everythingIn(out);
          const secrets = files.map(({ secret }) => secret).filter((secret) => secret !== "");
          expect(secrets.filter((secret) => arrived.includes(Buffer.from(secret, "latin1")))).toEqual([]);
          const problems = report.transfers.flatMap(({ missing, error }) => [...missing, error ?? []].flat());
          expect({ files: report.files, problems }).toEqual({ files: innocent, problems: [] });
          expect(report.plan.heldBack).toHaveLength(files.length - innocent);
        }
      }),
      // Nothing smaller is looked for: each try copies a tree three times.
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);

  it("are judged on a VM as they are here", async () => {
    verifies("V2-09");
    const { connections, publicKey } = await testClient();
    const { target, home } = await testServer(publicKey);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { maxLength: 15, selector: (one) => one.path }), async (files) => {
        const root = await mkdtemp(join(home, "tree"));
        await plant(root, files);
        await symlink("/etc/passwd", join(root, "z-out"));
        await symlink("a", join(root, "z-in"));
        const here: string[] = [];
        for await (const { path, verdict } of classifyTree(root))
          here.push(`${path.toString("latin1")}: ${verdict === "allowed"}`);
        const { entries } = await classifyRemoteTree(connections, { target, path: root });
        const there = entries.map(({ path, verdict }) => `${path.toString("latin1")}: ${verdict === "allowed"}`);
        expect(there.sort()).toEqual(here.sort());
        await rm(root, { recursive: true });
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("stay on a VM that cannot search its files", async () => {
    const { connections, publicKey } = await testClient();
    const bin = await temporaryDirectory();
    for (const program of ["sh", "readlink", "find", "xargs"]) await symlink(`/usr/bin/${program}`, join(bin, program));
    const { target, home } = await testServer(publicKey, { path: bin });
    await writeFile(join(home, "file"), "x");
    const { entries } = await classifyRemoteTree(connections, { target, path: "." });
    expect(entries).toMatchObject([{ verdict: { heldBack: "could not be read" } }]);
  });
});
