/**
 * Path of a real component that a test needs, from the environment: `realComponent("az")` reads `AZLIN_AZ`.
 *
 * @returns `undefined` when it is not there; the test then skips, which this says loudly on stderr.
 * @throws Error when it is not there but `AZLIN_REQUIRE` (names, separated by commas) says it must be.
 */
export function realComponent(name: string): string | undefined {
  const variable = `AZLIN_${name.toUpperCase()}`;
  const path = process.env[variable];
  if (path !== undefined && path !== "") return path;
  const required = (process.env["AZLIN_REQUIRE"] ?? "").split(/[\s,]+/).includes(name);
  if (required) throw new Error(`AZLIN_REQUIRE names '${name}', but ${variable} is not set.`);
  process.stderr.write(`SKIPPED: tests with the real '${name}' (set ${variable} to its path to run them)\n`);
  return undefined;
}
