import { describe, expect, it } from "vitest";
import { azEnvironment } from "../../src/az/az-environment.ts";

describe("the environment of az", () => {
  it("has its paths and proxies but nothing else of ours", () => {
    const from = { PATH: "/bin", https_proxy: "http://p", AZURE_CLIENT_SECRET: "s", NODE_OPTIONS: "--x" };
    const environment = azEnvironment({ from });
    expect(environment).toMatchObject({ PATH: "/bin", https_proxy: "http://p" });
    expect(environment).not.toHaveProperty("AZURE_CLIENT_SECRET");
    expect(environment).not.toHaveProperty("NODE_OPTIONS");
  });

  it("never hides the answers' headers, whatever the user's own setting", () => {
    const environment = azEnvironment({ from: { AZURE_CORE_ONLY_SHOW_ERRORS: "yes" } });
    expect(environment["AZURE_CORE_ONLY_SHOW_ERRORS"]).toBe("no");
  });

  it("takes a variable away when it is given as undefined", () => {
    const environment = azEnvironment({ from: { HTTPS_PROXY: "http://p" }, extra: { HTTPS_PROXY: undefined } });
    expect(environment).not.toHaveProperty("HTTPS_PROXY");
  });

  it("names the configuration directory it is given", () => {
    const environment = azEnvironment({ from: { AZURE_CONFIG_DIR: "/users" }, configDirectory: "/mine" });
    expect(environment["AZURE_CONFIG_DIR"]).toBe("/mine");
  });
});
