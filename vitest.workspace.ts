/** The one list of test projects. vitest 4 no longer reads this file by itself: `vitest.config.ts` does. */
const projects: string[] = ["packages/*/vitest.config.ts"];

export default projects;
