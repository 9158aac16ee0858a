import { readFile } from "node:fs/promises";
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

/** What the command line consists of apart from the Azure clients; the local Azure is another matter. */
const OWN_MODULES = /[/\\]packages[/\\]cli[/\\]src[/\\].*\.ts$/;
/** Stay apart: the fast path of `--version`, and the server. */
const APART = /[/\\](?:main|serve)\.ts$/;
const OWN_DYNAMIC_IMPORT = /\bimport\((?<path>"\.{1,2}\/(?![^"]*\/serve\.ts)[^"]+")\)/g;

/**
 * Turns dynamic imports of our own small modules into static ones, in the bundle only: thirty chunks of a kilobyte take
 * longer to open than one of a hundred. The Azure clients stay chunks of their own.
 */
const ownModulesTogether: Plugin = {
  name: "own-modules-together",
  setup: (build) => {
    build.onLoad({ filter: OWN_MODULES }, async ({ path }) => {
      if (APART.test(path)) return undefined;
      const imports: string[] = [];
      const source = await readFile(path, "utf8");
      const contents = source.replaceAll(OWN_DYNAMIC_IMPORT, (_whole, target: string) => {
        const name = `together${imports.length}`;
        imports.push(`import * as ${name} from ${target};`);
        return `Promise.resolve(${name})`;
      });
      return { contents: [...imports, contents].join("\n"), loader: "ts" };
    });
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
  esbuildPlugins: [namedImportsOfCommonJs, ownModulesTogether],
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
