import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromProblems } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { trackedFiles } from "./tracked-files.mjs";
import { isMain, packages, publishedPackages, root } from "./workspace.mjs";

const FILES_OF_A_PACKAGE = ["README.md", "tsconfig.json", "tsconfig.build.json", "tsup.config.ts", "vitest.config.ts"];
const FILES_OF_A_PRIVATE_PACKAGE = ["README.md"];

/** What no line of a file may hold; `files` says in which files. */
const FORBIDDEN = [
  {
    files: /\.test\.ts$/,
    pattern: /\bvi\.(?:do)?mock\(/,
    problem: "mocks a module; use the emulator or a fake at a seam",
  },
  {
    files: /\.test\.ts$/,
    pattern: /\b(?:it|test|describe)\.(?:skip|todo|only|fails)\b/,
    problem: "is skipped or focused",
  },
  { files: /\.test\.ts$/, pattern: /\bx(?:it|test|describe)\(/, problem: "is skipped" },
  {
    files: /\.tsx?$/,
    pattern: /@ts-(?:ignore|nocheck)\b/,
    problem: "silences the compiler; use @ts-expect-error with a reason",
  },
  { files: /./, pattern: machinePaths(), problem: "names a path or a host of one machine" },
];

const MAX_LINES = [
  { files: /^packages\/[^/]+\/src\/.*\.ts$/, lines: 300 },
  { files: /^packages\/[^/]+\/test\/.*\.ts$/, lines: 500 },
  { files: /^(?:scripts|examples)\/.*\.m?[jt]s$/, lines: 300 },
];

/** Checks what no other tool does: files of every package, file sizes, forbidden texts in tracked files. */
export async function checkStructure() {
  const files = await trackedFiles();
  const problems = [
    ...packages().flatMap((member) => missingFiles(member)),
    ...files.flatMap((file) => problemsOf(file, readFileSync(join(root, file), "utf8"))),
  ];
  return fromProblems(problems, `${files.length} files`);
}

function missingFiles({ folder, dir }) {
  const isPublished = publishedPackages().some((member) => member.folder === folder);
  const needed = isPublished ? FILES_OF_A_PACKAGE : FILES_OF_A_PRIVATE_PACKAGE;
  return needed.filter((file) => !existsSync(join(dir, file))).map((file) => `packages/${folder}: has no ${file}`);
}

function problemsOf(file, text) {
  const lines = text.split("\n");
  const limit = MAX_LINES.find(({ files }) => files.test(file))?.lines ?? Infinity;
  const tooLong = lines.length - 1 > limit ? [`${file}: ${lines.length - 1} lines, at most ${limit}`] : [];
  const forbidden = FORBIDDEN.filter(({ files, pattern }) => files.test(file) && pattern.test(text)).flatMap(
    ({ pattern, problem }) =>
      lines.flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1}: ${problem}: ${line.trim().slice(0, 100)}`] : [],
      ),
  );
  return [...tooLong, ...forbidden];
}

/** This checkout, folders where machines keep checkouts and tool caches, and a registry that is not the public one. */
function machinePaths() {
  const texts = [`${root}/`];
  const registry = process.env.npm_config_registry;
  if (registry?.includes("://") && !registry.includes("registry.npmjs.org")) texts.push(new URL(registry).host);
  const escaped = texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp([...escaped, String.raw`(?<![\w.])\/(?:root\/\.(?:npm|cache|local)|work)\/`].join("|"));
}

if (isMain(import.meta)) exitWith(await checkStructure());
