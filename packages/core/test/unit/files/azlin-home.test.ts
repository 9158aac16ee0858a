import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { azlinHome } from "../../../src/index.ts";

it.each([
  [{ AZLIN_HOME: "/srv/azlin", HOME: "/home/me" }, "/srv/azlin"],
  [{ AZLIN_HOME: "", HOME: "/home/me" }, "/home/me/.azlin"],
  [{ AZLIN_HOME: "here" }, resolve("here")],
  [{ HOME: "", USERPROFILE: "/users/me" }, "/users/me/.azlin"],
  [{}, join(homedir(), ".azlin")],
])("the home for %o is %s", (env, home) => {
  expect(azlinHome(env)).toBe(home);
});
