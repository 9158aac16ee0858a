import { systemClock } from "@azlin/core";
import { createHttpHeaders, createPipelineRequest, type PipelineRequestOptions } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { azRestCall, type AzRestCall } from "../../src/az/az-rest-arguments.ts";
import { placeholderCredential } from "../../src/az/placeholder-token.ts";

async function authorization(scope: string): Promise<string> {
  return `Bearer ${(await placeholderCredential(systemClock).getToken(scope))!.token}`;
}

function callFor(options: Partial<PipelineRequestOptions>, headers: Record<string, string> = {}): AzRestCall {
  return azRestCall(
    createPipelineRequest({ url: "https://management.azure.com/x", headers: createHttpHeaders(headers), ...options }),
  );
}

describe("the call of az rest", () => {
  it("names the audience of the placeholder and never passes a token on", async () => {
    const { args } = callFor({}, { authorization: await authorization("https://vault.azure.net/.default") });
    expect(args).toContain("--resource=https://vault.azure.net");
    expect(args.join(" ")).not.toMatch(/bearer|azlin-held/i);
  });

  it("leaves a request unsigned that carries no Authorization header", () => {
    expect(callFor({}).args).toContain("--skip-authorization-header");
  });

  it("refuses a request that is signed by something else", () => {
    expect(() => callFor({}, { authorization: "SharedKey account:c2ln" })).toThrow(
      expect.objectContaining({ code: "AZ_REST_SIGNATURE" }),
    );
  });

  it("sends the body on stdin, whatever its length and its first character", () => {
    const body = JSON.stringify({ file: "@/etc/hostname", long: "x".repeat(300_000) });
    const call = callFor({ method: "PUT", body });
    expect(call.input).toBe(body);
    expect(call.args).toContain("--body=@-");
    expect(Math.max(...call.args.map((arg) => arg.length))).toBeLessThan(1000);
  });

  it("has no argument that az would take for the name of a file", () => {
    const { args } = callFor({ url: "https://management.azure.com/a?x=@/etc/hostname" }, { "x-a": "@/etc/hostname" });
    for (const arg of args) expect(arg.slice(arg.indexOf("=") + 1)).not.toMatch(/^@/);
  });

  it("keeps braces in the URL from being filled in by az", () => {
    const { args } = callFor({ url: "https://management.azure.com/{subscriptionId}" });
    expect(args).toContain("--url=https://management.azure.com/%7BsubscriptionId%7D");
  });

  it("refuses bodies that az would change", () => {
    expect(() => callFor({ body: "<a/>" }, { "content-type": "application/xml" })).toThrow(
      expect.objectContaining({ code: "AZ_REST_BODY" }),
    );
    expect(() => callFor({ body: new Uint8Array([0xff, 0xfe]) })).toThrow(
      expect.objectContaining({ code: "AZ_REST_BODY" }),
    );
  });

  it("refuses a URL that is longer than an argument may be", () => {
    expect(() => callFor({ url: `https://management.azure.com/${"x".repeat(200_000)}` })).toThrow(
      expect.objectContaining({ code: "REQUEST_TOO_LONG" }),
    );
  });
});
