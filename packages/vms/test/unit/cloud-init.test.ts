import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CLOUD_INIT_TOOLS, cloudInit, parseCloudInitStatus, parseLedger } from "../../src/index.ts";

interface Parsed {
  readonly write_files: readonly { path: string; permissions: string; content: string; encoding?: string }[];
  readonly runcmd: readonly unknown[];
  readonly [key: string]: unknown;
}

function parsed(text: string): Parsed {
  return parse(text) as Parsed;
}

function sectionNames(text: string): string[] {
  return parsed(text).write_files.flatMap(({ path }) => /sections\/(.*)\.sh$/.exec(path)?.[1] ?? []);
}

describe("cloud-init of a new VM", () => {
  it("is one cloud-config with a section for each tool, in ASCII and within Azure's limit", () => {
    verifies("V2-02");
    const text = cloudInit();
    expect(text).toMatchSnapshot();
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(text).toMatch(/^[\t\n -~]*$/);
    expect(Buffer.from(text).toString("base64").length).toBeLessThan(64 * 1024);
    expect(sectionNames(text).map((name) => name.slice(3))).toEqual(CLOUD_INIT_TOOLS);
  });

  it("lets apt wait for its lock before anything else is written", () => {
    expect(parsed(cloudInit()).write_files[0]).toEqual({
      path: "/etc/apt/apt.conf.d/90azlin-lock",
      permissions: "0644",
      content: 'DPkg::Lock::Timeout "600";\n',
    });
  });

  it("leaves the system's own python alone", () => {
    expect(cloudInit()).not.toMatch(/update-alternatives|ln -s\S* .*python3\b/);
  });

  it.each([
    [[], []],
    [["go"], ["base", "go"]],
    [["ai"], ["base", "node", "ai"]],
    [["python"], ["base", "uv", "python"]],
  ] as const)("installs for %j what these need", (tools, names) => {
    expect(sectionNames(cloudInit({ tools })).map((name) => name.slice(3))).toEqual(names);
  });

  it("refuses a tool that it does not know", () => {
    expect(() => cloudInit({ tools: ["cobol" as "go"] })).toThrow(expect.objectContaining({ code: "UNKNOWN_TOOL" }));
  });

  it("appends a person's lists, merges maps, and lets their values win", () => {
    const extra = "#cloud-config\nruncmd:\n  - [ls, -l]\nwrite_files:\n  - path: /a\n    content: b\ntimezone: UTC\n";
    const config = parsed(cloudInit({ tools: [], extra }));
    expect(config.runcmd).toEqual([
      "/usr/local/lib/azlin/provision.sh || azlin_failed=1",
      ["ls", "-l"],
      "exit ${azlin_failed:-$?}",
    ]);
    expect(config.write_files.at(-1)).toEqual({ path: "/a", content: "b" });
    expect(config["timezone"]).toBe("UTC");
  });

  it("names line and column of YAML that cannot be read", () => {
    const extra = "#cloud-config\npackages:\n  - [git\nruncmd: x\n";
    expect(() => cloudInit({ extra })).toThrow(
      expect.objectContaining({
        code: "INVALID_CLOUD_INIT",
        message: expect.stringMatching(/Line 4, column \d+: /),
        details: expect.objectContaining({ line: 4 }),
      }),
    );
  });

  it.each(["packages: [git]", "#cloud-config\n- a\n", "#cloud-config\nruncmd: ls\n"])("refuses %j", (extra) => {
    expect(() => cloudInit({ extra })).toThrow(expect.objectContaining({ code: "INVALID_CLOUD_INIT" }));
  });

  it("makes a script of a person a section of its own", () => {
    const text = cloudInit({ tools: ["base"], extra: "#!/usr/bin/env python3\nprint('h\u00e9')\n" });
    expect(sectionNames(text)).toEqual(["01-base", "02-custom"]);
  });

  it("takes a multipart apart", () => {
    const script = Buffer.from("#!/bin/sh\necho hello\n").toString("base64");
    const extra = [
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="=b="',
      "",
      "--=b=",
      "Content-Type: text/cloud-config",
      "",
      "#cloud-config",
      "timezone: UTC",
      "--=b=",
      "Content-Type: text/x-shellscript",
      "Content-Transfer-Encoding: base64",
      "",
      script,
      "--=b=--",
      "",
    ].join("\n");
    const text = cloudInit({ tools: [], extra });
    expect(parsed(text)["timezone"]).toBe("UTC");
    expect(sectionNames(text)).toEqual(["01-custom"]);
  });

  it("refuses more than Azure takes", () => {
    const extra = `#cloud-config\nfinal_message: ${"x".repeat(50_000)}\n`;
    expect(() => cloudInit({ extra })).toThrow(expect.objectContaining({ code: "CLOUD_INIT_TOO_LARGE" }));
  });

  it("keeps any text of a person through ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (message) => {
        const extra = `#cloud-config\n${JSON.stringify({ final_message: message })}\n`;
        const text = cloudInit({ tools: [], extra });
        expect(text).toMatch(/^[\t\n -~]*$/);
        expect(parsed(text)["final_message"]).toBe(message);
      }),
    );
  });
});

describe("what a VM says about its set-up", () => {
  it("is read from the ledger, without lines of another form", () => {
    const text = "base\tok\t0\t12\t\ngo\tfailed\t1\t3\tcurl: (6)\thost\nhalf\tok\n\n";
    expect(parseLedger(text)).toEqual([
      { section: "base", result: "ok", exitCode: 0, seconds: 12, detail: "" },
      { section: "go", result: "failed", exitCode: 1, seconds: 3, detail: "curl: (6) host" },
    ]);
  });

  it.each([
    ['{"status":"done","extended_status":"done","errors":[]}', { state: "done", isDegraded: false, errors: [] }],
    [
      '{"status":"done","extended_status":"degraded done","recoverable_errors":{"WARNING":["w"]}}',
      { state: "done", isDegraded: true, errors: ["w"] },
    ],
    ['{"status":"not started"}', { state: "not-started", isDegraded: false, errors: [] }],
    ["", { state: "unknown", isDegraded: false, errors: [] }],
    ["[]", { state: "unknown", isDegraded: false, errors: [] }],
  ])("is told by cloud-init as %s", (json, status) => {
    expect(parseCloudInitStatus(json)).toEqual(status);
  });
});
