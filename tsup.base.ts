import { defineConfig, type Options } from "tsup";

type Config = ReturnType<typeof defineConfig>;

/** Build of a library package: ESM with declarations, nothing bundled that is a dependency. */
export function library(overrides: Options = {}): Config {
  return defineConfig({
    entry: ["src/index.ts"],
    format: ["esm"],
    target: "node20",
    platform: "node",
    sourcemap: true,
    clean: true,
    tsconfig: "tsconfig.build.json",
    // tsup hands the compiler a `baseUrl`, which TypeScript 6 only takes with this flag.
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    ...overrides,
  });
}
