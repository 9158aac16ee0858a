import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { count, fromProblems } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { cacheDir, isMain, publishedPackages, readJson, root } from "./workspace.mjs";

const UNDOCUMENTED = /^\/\/ @public \(undocumented\)\n(?:export )?(.*?)[;{(=]?$/gm;

/**
 * Compares the public API of every published package with `etc/<name>.api.md`, or writes those files with `update`;
 * every export needs a comment. Needs a build: the reports are made from the packed declarations.
 */
export function checkApiReports({ update = false } = {}) {
  const members = publishedPackages().filter(({ dir }) => existsSync(join(dir, "dist", "index.d.ts")));
  const problems = members.flatMap((member) => problemsOf(member, update));
  return fromProblems(problems, count(members.length, "report"));
}

function problemsOf(member, update) {
  const errors = [];
  const config = ExtractorConfig.prepare(configOf(member));
  if (update) mkdirSync(config.reportFolder, { recursive: true });
  const result = Extractor.invoke(config, {
    localBuild: update,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) errors.push(`${member.name}: ${message.text}`);
    },
  });
  if (result.apiReportChanged && !update) {
    errors.push(
      `${relative(root, config.reportFilePath)} is not what ${member.name} exports now. ` +
        "If the change is meant, run `npm run api-reports` and commit the file.",
    );
  }
  const report = readFileSync(config.reportTempFilePath, "utf8");
  const undocumented = [...report.matchAll(UNDOCUMENTED)].map((match) => `${member.name}: no comment on ${match[1]}`);
  return [...errors, ...undocumented];
}

function configOf({ folder, dir }) {
  const reportFolder = join(dir, "etc");
  const tempFolder = join(cacheDir, "api", folder);
  mkdirSync(tempFolder, { recursive: true });
  const { compilerOptions } = readJson(join(root, "tsconfig.base.json"));
  return {
    packageJsonFullPath: join(dir, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: dir,
      mainEntryPointFilePath: join(dir, "dist", "index.d.ts"),
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: {
          compilerOptions: { ...compilerOptions, customConditions: [] },
          files: [join(dir, "dist", "index.d.ts")],
        },
      },
      apiReport: { enabled: true, reportFileName: `${folder}.api.md`, reportFolder, reportTempFolder: tempFolder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        // The linter and the compiler speak about code; a report only records what is exported.
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: { default: { logLevel: "none" } },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  };
}

if (isMain(import.meta)) exitWith(checkApiReports({ update: process.argv.includes("--update") }));
