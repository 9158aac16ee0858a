import { basename, dirname } from "node:path";
import { defineConfig, type Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Packages in CommonJS that are imported dynamically, with the names taken from them: a bundle would only see their
 * `default` otherwise.
 */
const NAMES_OF_COMMONJS: Readonly<Record<string, string>> = {
  selfsigned: "generate",
  yaml: "parseDocument",
  "@opentelemetry/sdk-metrics": "MeterProvider",
  "@opentelemetry/exporter-prometheus": "PrometheusExporter, PrometheusSerializer",
};

const namedImportsOfCommonJs: Plugin = {
  name: "named-imports-of-commonjs",
  setup: (build) => {
    const filter = new RegExp(`^(?:${Object.keys(NAMES_OF_COMMONJS).join("|")})$`);
    build.onResolve({ filter }, ({ path, kind, importer }) =>
      kind === "dynamic-import" ? { path, namespace: "named", pluginData: dirname(importer) } : undefined,
    );
    build.onLoad({ filter, namespace: "named" }, ({ path, pluginData }) => ({
      contents: `export { ${NAMES_OF_COMMONJS[path]} } from "${path}";`,
      resolveDir: String(pluginData),
    }));
  },
};

/** Programs that the command line leaves to bundles of their own, as few commands need them, by what they export. */
const APART: Readonly<Record<string, string>> = {
  "serve.ts": "serve",
  "run-daemon.ts": "runDaemon",
  "load-event-bus.ts": "loadEventBus",
};

/** The command line is loaded in a way that cannot import: what it loads on demand is had by other means. */
const loadedOnDemand: Plugin = {
  name: "loaded-on-demand",
  setup: (build) => {
    build.onResolve({ filter: /\/(?:serve|run-daemon|load-event-bus)\.ts$/ }, ({ path }) => ({
      path: basename(path),
      namespace: "apart",
    }));
    build.onLoad({ filter: /./, namespace: "apart" }, ({ path }) => {
      const program = `./${path.replace(/\.ts$/, ".js")}`;
      const name = APART[path]!;
      return {
        contents: `export const ${name} = async (...given) => (await importProgram("${program}")).${name}(...given);`,
      };
    });
    build.onResolve({ filter: /^libsql$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, namespace: "required" } : { path, external: true },
    );
    build.onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents: `module.exports = require("${path}");`,
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * What stays outside: optional native speed-ups of ssh2, which does without them, and the shell of guests on machines
 * without bubblewrap, which few need and which is as large as everything else; SQLite, which is native.
 */
const OUTSIDE = [/\.node$/, "cpu-features", "just-bash", "libsql"];
const EVERYTHING_ELSE = /^(?!cpu-features$|just-bash$|libsql$)(?!.*\.node$)/;
/** As above, but for SQLite, which {@link loadedOnDemand} sees to. */
const FOR_COMMAND_LINE = {
  external: OUTSIDE.filter((name) => name !== "libsql"),
  noExternal: [/^(?!cpu-features$|just-bash$)(?!.*\.node$)/],
};

const common: Options = {
  target: "node20",
  platform: "node",
  minify: true,
  tsconfig: "tsconfig.build.json",
  noExternal: [EVERYTHING_ELSE],
  external: OUTSIDE,
};

const CONDITIONS = ["@azlin/source", "node", "import", "module", "default"];

/** Everything is bundled: the command line into one file, which starts faster than many; the local Azure in chunks. */
export default defineConfig([
  {
    ...common,
    entry: {
      "local-server": "src/local/local-server-main.ts",
      serve: "src/local/serve.ts",
      "lifecycle-daemon": "src/lifecycle/lifecycle-daemon-main.ts",
      "run-daemon": "src/lifecycle/run-daemon.ts",
      "load-event-bus": "src/events/load-event-bus.ts",
    },
    format: ["esm"],
    splitting: true,
    clean: true,
    esbuildPlugins: [namedImportsOfCommonJs],
    // What is bundled from CommonJS asks for Node's own modules by `require`, and where it is.
    banner: {
      js: [
        'import { createRequire as azlinRequire } from "node:module";',
        "const require = azlinRequire(import.meta.url), __dirname = import.meta.dirname;",
      ].join(" "),
    },
    esbuildOptions: (options) => {
      options.conditions = CONDITIONS;
    },
  },
  {
    ...common,
    // CommonJS, as only that can be started with the code that V8 compiled before.
    entry: { main: "src/main.ts", "run-process": "src/run-process.ts" },
    format: ["cjs"],
    splitting: false,
    ...FOR_COMMAND_LINE,
    esbuildPlugins: [namedImportsOfCommonJs, loadedOnDemand],
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    esbuildOptions: (options) => {
      // Nothing here sends a form: asking for the global would load Node's fetch, 15 ms of every start.
      options.define = { ...options.define, FormData: "undefined", "import.meta.url": "importMetaUrl" };
      options.conditions = CONDITIONS;
      options.charset = "ascii";
    },
  },
]);
