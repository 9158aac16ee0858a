import { bundleScript, verifies, withTempHome } from "@azlin/testing";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { FileOutbox, type EventMessage } from "../../src/index.ts";
import { busWorld, type BusWorld } from "../support/bus-world.ts";
import { operation } from "../support/sample-events.ts";

function message(n: number): EventMessage {
  return {
    messageId: `m${n}`,
    body: JSON.stringify(operation(n)),
    contentType: "application/json",
    subject: "operation",
    applicationProperties: {},
  };
}

const idsOf = ({ earlier }: FileOutbox): string[] => earlier.map(({ message: { messageId } }) => messageId);
const breakBus = (world: BusWorld): void =>
  world.broker.faults.set("down", { on: "send", effect: { reject: { condition: "com.microsoft:server-busy" } } });

const run = promisify(execFile);

describe("An outbox", () => {
  it("has, when it is opened again, what was not sent, in order", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const outbox = await FileOutbox.open(home, { segmentBytes: 500 });
      const entries = await outbox.add(Array.from({ length: 10 }, (_, n) => message(n)));
      for (const n of [10, 11, 12]) await outbox.add([message(n)]);
      await outbox.remove(entries.filter(({ number }) => number % 2 === 0));
      await outbox.close();
      const again = await FileOutbox.open(home);
      expect(idsOf(again)).toEqual(["m0", "m2", "m4", "m6", "m8", "m10", "m11", "m12"]);
      expect((await again.add([message(13)]))[0]!.number).toBe(14);
      await again.close();
    });
  });

  it("leaves no files that nobody needs", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const outbox = await FileOutbox.open(home, { segmentBytes: 1_000 });
      for (let n = 0; n < 100; n += 1) await outbox.remove(await outbox.add([message(n)]));
      expect((await readdir(home)).filter((name) => name.endsWith(".outbox")).length).toBeLessThan(3);
      await outbox.close();
      expect((await readdir(home)).filter((name) => name.endsWith(".outbox"))).toEqual([]);
    });
  });

  it("takes off a last record that was torn, at any byte", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const outbox = await FileOutbox.open(home);
      await outbox.add([message(1)]);
      await outbox.close();
      const file = join(
        home,
        (await readdir(home)).find((name) => name.endsWith(".outbox"))!,
      );
      const whole = await readFile(file, "utf8");
      const torn = whole.trimEnd().replaceAll("m1", "m2");
      for (let length = 1; length < torn.length; length += 37) {
        await writeFile(file, whole);
        await appendFile(file, torn.slice(0, length));
        const again = await FileOutbox.open(home);
        expect(idsOf(again)).toEqual(["m1"]);
        await again.close();
      }
    });
  });

  it("refuses files that are none, and leaves them as they are", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      await writeFile(join(home, "0000000001.outbox"), '{"rubbish":1}\n');
      await expect(FileOutbox.open(home)).rejects.toMatchObject({ code: "JOURNAL_BROKEN" });
      expect(await readFile(join(home, "0000000001.outbox"), "utf8")).toBe('{"rubbish":1}\n');
    });
  });

  it("is bounded, and takes nothing of what does not fit", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const outbox = await FileOutbox.open(home, { maxEvents: 3 });
      const [first] = await outbox.add([message(1), message(2)]);
      await expect(outbox.add([message(3), message(4)])).rejects.toMatchObject({
        code: "OUTBOX_FULL",
        isRetryable: true,
      });
      expect(outbox.size).toBe(2);
      await outbox.remove([first!]);
      await outbox.add([message(5), message(6)]);
      await outbox.close();
      const small = await FileOutbox.open(home, { maxBytes: 1_000 });
      await expect(small.add([message(7)])).rejects.toMatchObject({ code: "OUTBOX_FULL" });
      await small.close();
    });
  });

  it("belongs to one process at a time", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const outbox = await FileOutbox.open(home);
      await expect(FileOutbox.open(home, { waitMs: 50 })).rejects.toMatchObject({ code: "FILE_LOCKED" });
      await outbox.close();
      await (await FileOutbox.open(home)).close();
    });
  });
});

describe("Publishing with an outbox", () => {
  it("takes events while nobody answers, and sends them once somebody does", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const world = await busWorld();
      breakBus(world);
      const client = world.client({ outbox: await FileOutbox.open(home) });
      expect((await client.publishEvents([operation(1), operation(2)])).failed).toEqual([]);
      expect([client.pending, world.waiting()]).toEqual([2, 0]);
      world.broker.faults.clear();
      await client.flush();
      expect([client.pending, world.waiting()]).toEqual([0, 2]);
      await client.close();
    });
  });

  it("keeps what could not be sent for the next start", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const world = await busWorld();
      breakBus(world);
      const first = world.client({ outbox: await FileOutbox.open(home), closeTimeoutMs: 100 });
      await first.publishEvents([operation(1), operation(2)]);
      await first.close();
      world.broker.faults.clear();
      const second = world.client({ outbox: await FileOutbox.open(home) });
      await second.flush();
      expect(world.waiting()).toBe(2);
      await second.close();
      const third = await FileOutbox.open(home);
      expect(third.earlier).toEqual([]);
      await third.close();
    });
  });

  it("refuses an event that is too large before it is kept", async () => {
    verifies("BUS-02");
    await withTempHome(async (home) => {
      const world = await busWorld();
      const client = world.client({ outbox: await FileOutbox.open(home) });
      const large = operation(1, { message: "x".repeat(300_000) });
      await expect(client.publishEvent(large)).rejects.toMatchObject({ code: "EVENT_TOO_LARGE" });
      expect(client.pending).toBe(0);
      await client.close();
    });
  });

  it("says that the disk is full, keeps what it has, and goes on when there is room", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const script = await bundleScript(join(import.meta.dirname, "../process/fixtures/full-disk-child.ts"));
      // A limit on the size of files is the full disk that a test can have.
      const { stdout } = await run("bash", ["-c", 'ulimit -f 64; exec "$0" "$@"', process.execPath, script, home]);
      const told = JSON.parse(stdout) as { readonly code: string; readonly safe: string[]; readonly later: string };
      expect(told.code).toBe("OUTBOX_DISK_FULL");
      const outbox = await FileOutbox.open(home, { staleMs: 2_000 });
      expect(idsOf(outbox)).toEqual([...told.safe, told.later]);
      await outbox.close();
    });
  });
});
