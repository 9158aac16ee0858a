import { defineProject, type UserWorkspaceConfig } from "vitest/config";

/** What every package's test project shares: sources of siblings instead of their builds, and short time-outs. */
export function project(name: string): UserWorkspaceConfig {
  const conditions = ["@azlin/source", "node", "import", "module", "default"];
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ["test/**/*.test.ts"],
      testTimeout: 15_000,
      hookTimeout: 30_000,
      pool: "threads",
      sequence: { hooks: "stack" },
    },
  });
}
