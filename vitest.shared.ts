import { defineProject, type UserWorkspaceConfig } from "vitest/config";

/** What every package's test project shares: sources of siblings instead of their builds, and time-outs. */
export function project(name: string): UserWorkspaceConfig {
  // Not "import": worker processes take these for `require` too, and it would hand them ES modules.
  const conditions = ["@azlin/source", "node", "default"];
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ["test/**/*.test.ts"],
      testTimeout: 30_000,
      hookTimeout: 60_000,
      // Many tests talk to real processes: one that loses a race with a busy machine is tried again, and told as flaky. A
      // property that fails has found something, which the next run would not find.
      retry: { count: 1, condition: /^(?!Property failed)/ },
      expect: { poll: { timeout: 10_000 } },
      pool: "threads",
      // Files share what they have imported: nothing here is global, and the clients take longer to load than the tests.
      isolate: false,
      sequence: { hooks: "stack" },
    },
  });
}
