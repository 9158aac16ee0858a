import { dirname } from "node:path";
import { defineConfig, type Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Packages in CommonJS that are imported dynamically, with the names taken from them: a bundle would only see their
 * `default` otherwise.
 */
const NAMES_OF_COMMONJS: Readonly<Record<string, string>> = { selfsigned: "generate" };

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

/** One program with everything in it: each command, and each Azure client, is a chunk that is loaded when needed. */
export default defineConfig({
  entry: { main: "src/main.ts", "local-server": "src/local/local-server-main.ts" },
  format: ["esm"],
  target: "node20",
  platform: "node",
  splitting: true,
  clean: true,
  minify: true,

  tsconfig: "tsconfig.build.json",
  noExternal: [/.*/],
  esbuildPlugins: [namedImportsOfCommonJs],
  // What is bundled from CommonJS asks for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as azlinRequire } from "node:module"; const require = azlinRequire(import.meta.url);',
  },
  esbuildOptions: (options) => {
    // Nothing here sends a form: asking for the global would load Node's fetch, 15 ms of every start.
    options.define = { ...options.define, FormData: "undefined" };
    options.conditions = ["@azlin/source", "node", "import", "module", "default"];
  },
});
