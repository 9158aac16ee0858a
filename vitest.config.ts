import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import projects from "./vitest.workspace.ts";

export default defineConfig({
  test: {
    projects,
    // Many tests wait for processes and connections; by default one core is left idle.
    maxWorkers: availableParallelism() + 1,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["packages/bench/**", "packages/testing/**", "**/index.ts", "**/*.d.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
