import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArmRequest } from "../../src/arm/arm-request.ts";
import { cursorAt, isForeignCursor, pageOf } from "../../src/arm/paging.ts";
import { ADMINISTRATOR } from "../../src/entra/principal.ts";

interface Page {
  readonly value: number[];
  readonly nextLink?: string;
}

function request(query: Record<string, string>): ArmRequest {
  return {
    method: "GET",
    origin: "https://management.azure.com",
    segments: ["subscriptions", "a b"],
    query: new Map(Object.entries(query)),
    headers: new Headers(),
    body: undefined,
    principal: ADMINISTRATOR,
    apiVersion: "2022-01-01",
    parameters: {},
  };
}

const elements = (sequences: readonly number[]): { sequence: number }[] => sequences.map((sequence) => ({ sequence }));
const page = (of: readonly number[], query: Record<string, string>): Page =>
  pageOf(elements(of), request(query), ({ sequence }) => sequence).body as Page;

function queryOf(link: string): Record<string, string> {
  return Object.fromEntries(new URL(link).searchParams);
}

describe("pageOf", () => {
  it("gives every element once, whatever the size of a page", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 10_000 })),
        fc.integer({ min: 1, max: 40 }),
        (found, top) => {
          const sorted = found.toSorted((left, right) => left - right);
          const seen: number[] = [];
          let next: string | undefined = "https://x/";
          let query: Record<string, string> = { $top: String(top), "api-version": "1" };
          while (next !== undefined) {
            const { value, nextLink } = page(sorted, query);
            seen.push(...value);
            next = nextLink;
            if (next !== undefined) query = queryOf(next);
          }
          expect(seen).toEqual(sorted);
        },
      ),
    );
  });

  it("neither repeats nor skips when elements come and go between pages", () => {
    const first = page([1, 2, 3, 4], { $top: "2" });
    const second = page([2, 4, 5], queryOf(first.nextLink!));
    expect([first.value, second.value]).toEqual([
      [1, 2],
      [4, 5],
    ]);
  });

  it("carries the request's own query in the next link", () => {
    const { nextLink } = page([1, 2], { $top: "1", statusonly: "true", $filter: "name eq 'a b'" });
    expect(nextLink).toMatch(/^https:\/\/management\.azure\.com\/subscriptions\/a%20b\?/);
    expect(queryOf(nextLink!)).toMatchObject({ $top: "1", statusonly: "true", $filter: "name eq 'a b'" });
  });

  it("refuses cursors and sizes that are none", () => {
    expect(() => page([1], { $skiptoken: "page-12" })).toThrow(/skip token 'page-12' is invalid/);
    expect(() => page([1], { $top: "0" })).toThrow(/\$top/);
    expect(isForeignCursor(new Map([["$skiptoken", "page-12"]]))).toBe(true);
    expect(isForeignCursor(new Map([["$skiptoken", cursorAt(7)]]))).toBe(false);
  });
});
