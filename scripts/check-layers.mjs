import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { filesBelow } from "./fingerprint.mjs";
import { ANY, FOR_TESTS, IMPORT_TABLE } from "./import-table.mjs";
import { count, fromProblems } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { isMain, packages, root, runtimeDependencies } from "./workspace.mjs";

const SPECIFIER = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//g;

/** Compares every `package.json` and every import with the table of who may import whom. */
export function checkLayers() {
  const members = packages();
  const problems = members.flatMap((member) =>
    IMPORT_TABLE[member.folder] === undefined
      ? [`packages/${member.folder}: not in the table of scripts/import-table.mjs`]
      : [...manifestProblems(member), ...importProblems(member, "src"), ...importProblems(member, "test")],
  );
  return fromProblems(problems, count(members.length, "package"));
}

function manifestProblems({ folder, manifest }) {
  const where = `packages/${folder}/package.json`;
  const forTests = Object.keys(manifest.devDependencies ?? {}).filter((name) => name.startsWith("@azlin/"));
  return [
    ...(manifest.name === `@azlin/${folder}` ? [] : [`${where}: is named ${manifest.name}, expected @azlin/${folder}`]),
    ...runtimeDependencies(manifest)
      .filter((name) => !isAllowed(folder, name, "src"))
      .map((name) => `${where}: ${folder} may not depend on ${name}`),
    ...forTests
      .filter((name) => !isAllowed(folder, name, "test"))
      .map((name) => `${where}: the tests of ${folder} may not depend on ${name}`),
  ];
}

function importProblems({ folder, dir }, part) {
  return filesBelow(join(dir, part), (name) => name !== "node_modules")
    .filter((file) => /\.m?[jt]s$/.test(file))
    .flatMap((file) => {
      const where = relative(root, file);
      return specifiersOf(file).flatMap((specifier) => {
        if (specifier.startsWith("@azlin/") && !isAllowed(folder, specifier, part)) {
          return [`${where}: ${folder} may not import ${specifier}`];
        }
        const leaves = specifier.startsWith(".") && !resolve(dirname(file), specifier).startsWith(`${dir}/`);
        return leaves ? [`${where}: ${specifier} leaves the package; import the package by its name`] : [];
      });
    });
}

function specifiersOf(file) {
  const code = readFileSync(file, "utf8").replaceAll(BLOCK_COMMENT, "");
  return [...code.matchAll(SPECIFIER)].map((match) => match[1]);
}

function isAllowed(folder, specifier, part) {
  const target = specifier.split("/")[1];
  const allowed = new Set([...IMPORT_TABLE[folder], ...(part === "test" ? [folder, ...FOR_TESTS] : [])]);
  return allowed.has(ANY) || allowed.has(target);
}

if (isMain(import.meta)) exitWith(checkLayers());
