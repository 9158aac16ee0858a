import { dirname } from "node:path";
import { defineConfig, type Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Packages in CommonJS that are imported dynamically, with the names taken from them: a bundle would only see their
 * `default` otherwise.
 */
const NAMES_OF_COMMONJS: Readonly<Record<string, string>> = { selfsigned: "generate", yaml: "parseDocument" };

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

/** The command line leaves the local Azure to its own bundle, which is many times its size. */
const localAzureApart: Plugin = {
  name: "local-azure-apart",
  setup: (build) => {
    build.onResolve({ filter: /\/serve\.ts$/ }, () => ({ path: "./serve.js", external: true }));
  },
};

/**
 * What stays outside: optional native speed-ups of ssh2, which does without them, and the shell of guests on machines
 * without bubblewrap, which few need and which is as large as everything else.
 */
const OUTSIDE = [/\.node$/, "cpu-features", "just-bash"];
const EVERYTHING_ELSE = /^(?!cpu-features$|just-bash$)(?!.*\.node$)/;

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
    entry: { "local-server": "src/local/local-server-main.ts", serve: "src/local/serve.ts" },
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
    esbuildPlugins: [namedImportsOfCommonJs, localAzureApart],
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    esbuildOptions: (options) => {
      // Nothing here sends a form: asking for the global would load Node's fetch, 15 ms of every start.
      options.define = { ...options.define, FormData: "undefined", "import.meta.url": "importMetaUrl" };
      options.conditions = CONDITIONS;
      options.charset = "ascii";
    },
  },
]);
