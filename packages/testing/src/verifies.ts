import { TestRunner } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** Ids of the requirements that the test proves. */
    verifies?: readonly string[];
  }
}

/**
 * Says, in a test's body, which requirements the test proves. The ids end up in the test's metadata, where reporters
 * find them, and in the source, where a check looks for `verifies("ID")`.
 *
 * @throws Error outside a running test: a citation that no test stands behind proves nothing.
 */
export function verifies(...requirementIds: readonly string[]): void {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error(`verifies(${requirementIds.join(", ")}) was called outside a test.`);
  test.meta.verifies = [...(test.meta.verifies ?? []), ...requirementIds];
}
