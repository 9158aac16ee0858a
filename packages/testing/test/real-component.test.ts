import { afterEach, describe, expect, it, vi } from "vitest";
import { realComponent } from "../src/index.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a real component", () => {
  it("is where its variable says", () => {
    vi.stubEnv("AZLIN_WIDGET", "/opt/widget");
    expect(realComponent("widget")).toBe("/opt/widget");
  });

  it("that is not there is told about loudly", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(realComponent("widget")).toBeUndefined();
    expect(stderr.mock.calls.join()).toMatch(/SKIPPED.*widget.*AZLIN_WIDGET/);
  });

  it("that is not there but required is a failure", () => {
    vi.stubEnv("AZLIN_REQUIRE", "redis,widget");
    expect(() => realComponent("widget")).toThrow(/AZLIN_REQUIRE names 'widget'/);
  });
});
