import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseAzRestAnswer } from "../../src/az/az-rest-answer.ts";

interface Recorded {
  readonly args: readonly string[];
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function recordings(version: string): Recorded[] {
  const url = new URL(`../fixtures/az-${version}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as Recorded[]).filter(({ args }) => args[0] === "rest");
}

function recordedFor(version: string, part: string): Recorded {
  return recordings(version).find(({ args }) => args.some((arg) => arg.includes(part)))!;
}

const header = (answer: ReturnType<typeof parseAzRestAnswer>, name: string): string | undefined =>
  answer?.headers.find(([key]) => key.toLowerCase() === name)?.[1];

describe.each(["2.45.0", "2.74.0"])("the answer of az rest %s", (version) => {
  it("is read from every recording that had one", () => {
    const read = recordings(version).map((recorded) => parseAzRestAnswer(recorded)?.status);
    const expected = recordings(version).map(({ stderr }) => {
      const status = /Response status: (\d+)/.exec(stderr)?.[1];
      return status === undefined ? undefined : Number(status);
    });
    expect(read).toEqual(expected);
    expect(read.filter((status) => status !== undefined).length).toBeGreaterThan(10);
  });

  it("has the same JSON as az printed again on stdout", () => {
    const printed = recordings(version).filter(({ stdout }) => stdout.startsWith("{"));
    expect(printed.length).toBeGreaterThan(0);
    for (const recorded of printed) {
      expect(JSON.parse(parseAzRestAnswer(recorded)!.body)).toEqual(JSON.parse(recorded.stdout));
    }
  });

  it.each([
    ["fault-400", 400, "InvalidParameter"],
    ["fault-401", 401, "ExpiredAuthenticationToken"],
    ["fault-403", 403, "AuthorizationFailed"],
    ["fault-404", 404, "ResourceGroupNotFound"],
    ["fault-409", 409, "OperationNotAllowed"],
    ["fault-429", 429, "OperationNotAllowed"],
    ["fault-503", 503, "ServiceUnavailable"],
  ])("has status and error body of %s", (group, status, code) => {
    const answer = parseAzRestAnswer(recordedFor(version, group))!;
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code } });
  });

  it("keeps the headers that polling and throttling need", () => {
    const start = parseAzRestAnswer(recordedFor(version, "/start?"));
    expect(start?.status).toBe(202);
    expect(start?.body).toBe("");
    expect(header(start, "azure-asyncoperation")).toMatch(/^https:.*\/operations\//);
    expect(header(start, "location")).toMatch(/^https:/);
    expect(header(parseAzRestAnswer(recordedFor(version, "fault-429")), "retry-after")).toBe("1");
  });

  it("undoes the quotes of Python in a header", () => {
    const answer = parseAzRestAnswer(recordedFor(version, "fault-401"));
    expect(header(answer, "www-authenticate")).toContain('error="invalid_token"');
  });

  it("has HTML and plain text bodies byte for byte", () => {
    expect(parseAzRestAnswer(recordedFor(version, "fault-html"))?.body).toBe("<html><body>Bad Gateway</body></html>");
    expect(parseAzRestAnswer(recordedFor(version, "fault-text"))?.body).toBe("plain text result\n");
  });

  it("is absent when the connection was reset or refused", () => {
    expect(parseAzRestAnswer(recordedFor(version, "fault-reset"))).toBeUndefined();
    expect(parseAzRestAnswer(recordedFor(version, "https://127.0.0.1:9/"))).toBeUndefined();
  });
});

describe("the body of an answer without a length", () => {
  const answerWith = (content: string, tail: string): string | undefined =>
    parseAzRestAnswer({
      stdout: "",
      stderr: `INFO: Response status: 400\nINFO: Response headers:\nINFO: Response content:\nINFO: ${content}${tail}`,
    })?.body;

  it("ends where the JSON ends, whatever follows", () => {
    expect(answerWith('{"a":"ERROR: x"}', '\nERROR: Bad Request({"a":"ERROR: x"})\n')).toBe('{"a":"ERROR: x"}');
  });

  it("may hold lines that look like az's own", () => {
    const text = "first\nERROR: not az\nlast";
    expect(answerWith(text, `\nERROR: Bad Request(${text.replaceAll("\n", " ")})\n`)).toBe(text);
  });

  it("is empty when az printed nothing", () => {
    expect(answerWith("", "\nERROR: Bad Request\n")).toBe("");
  });
});
