import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  blobIdentityJournal,
  memoryIdentityJournal,
  openSagas,
  planIdentity,
  readSagas,
  type AppendBlob,
  type SagaEntry,
} from "../../src/index.ts";
import { identityFacts } from "../support/identity-facts.ts";
import { secretRequest } from "../support/identity-world.ts";

const at = "2026-11-21T12:00:00.000Z";
const plan = planIdentity(secretRequest(), identityFacts());
const begun = (saga: string): SagaEntry => ({ type: "begun", saga, plan, at });
const intent = (saga: string, step: string): SagaEntry => ({ type: "intent", saga, step, at });
const done = (saga: string, step: string): SagaEntry => ({
  type: "done",
  saga,
  step,
  result: { id: `${saga}-${step}` },
  at,
});

/** What an append blob does, in memory. */
function blobOf(text = ""): AppendBlob & { readonly text: () => string } {
  let content = text;
  return {
    text: () => content,
    createIfNotExists: () => Promise.resolve(),
    appendBlock: (body, length) => {
      expect(Buffer.byteLength(body)).toBe(length);
      content += body;
      return Promise.resolve();
    },
    downloadToBuffer: () => Promise.resolve(Buffer.from(content)),
  };
}

describe("the journal of identities", () => {
  it("tells of each how far it came, side by side with others", () => {
    verifies("SP-02");
    const entries: SagaEntry[] = [
      begun("a"),
      intent("a", "application"),
      begun("b"),
      done("a", "application"),
      intent("a", "servicePrincipal"),
      intent("b", "application"),
      { type: "ended", saga: "b", outcome: "undone", at },
    ];
    expect(openSagas(entries)).toMatchObject([{ saga: "a", begun: ["application", "servicePrincipal"] }]);
    expect(openSagas(entries)[0]!.results).toEqual(new Map([["application", { id: "a-application" }]]));
    expect(readSagas(entries).map(({ saga, outcome }) => [saga, outcome])).toEqual([
      ["a", null],
      ["b", "undone"],
    ]);
  });

  it("forgets what was taken back, so that it can be made again", () => {
    verifies("SP-02");
    const taken: SagaEntry[] = [
      begun("a"),
      intent("a", "x"),
      done("a", "x"),
      { type: "undone", saga: "a", step: "x", at },
    ];
    expect(readSagas(taken)).toMatchObject([{ begun: [] }]);
    expect(readSagas(taken)[0]!.results.size).toBe(0);
  });

  it("can be kept in a blob, for a machine whose disk does not outlive it", async () => {
    verifies("SP-02");
    const blob = blobOf();
    const journal = await blobIdentityJournal(blob);
    await journal.append(begun("ü"));
    await journal.append(intent("ü", "application"));
    expect((await blobIdentityJournal(blob)).entries).toEqual([begun("ü"), intent("ü", "application")]);
    expect(memoryIdentityJournal((await blobIdentityJournal(blob)).entries).entries).toHaveLength(2);
  });

  it.each(["no journal\n", "{}\n", '{"type":"begun"}\n'])(
    "is not read from a blob that holds something else: %j",
    async (text) => {
      const blob = blobOf(text);
      await expect(blobIdentityJournal(blob)).rejects.toMatchObject({ code: "JOURNAL_BROKEN", details: { line: 1 } });
      expect(blob.text()).toBe(text);
    },
  );
});
