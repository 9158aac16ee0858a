import { bundleScript, ended, startNode, verifies, withTempHome } from "@azlin/testing";
import Libsql from "libsql";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FileOutbox } from "../../src/index.ts";
import { busWorld } from "../support/bus-world.ts";
import { operation } from "../support/sample-events.ts";

const OWNER = join(import.meta.dirname, "../..");
const OUTSIDE = { external: ["libsql", "@azure/service-bus"], owner: OWNER };
const script = (name: string): Promise<string> => bundleScript(join(import.meta.dirname, "fixtures", name), OUTSIDE);

async function killAfter(child: ChildProcess, lines: number): Promise<string[]> {
  let text = "";
  await new Promise<void>((resolve) => {
    child.stdout!.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.length >= lines) resolve();
    });
    child.stderr!.on("data", (chunk: Buffer) => process.stderr.write(chunk));
    child.once("exit", () => resolve());
  });
  child.kill("SIGKILL");
  await ended(child);
  return text.split("\n").slice(0, -1);
}

describe("kill -9", () => {
  it("of a publisher loses nothing of what it was told is safe, also without a broker", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const world = await busWorld({ overTcp: true });
      const directory = join(home, "outbox");
      const publisher = await script("publisher-child.ts");
      const safe: string[] = [];
      const down = world.connection.connectionString!.replace(/:\d+;/, ":1;");
      for (const connectionString of [down, world.connection.connectionString!]) {
        safe.push(
          ...(await killAfter(startNode(publisher, connectionString, directory, String(safe.length * 1_000)), 300)),
        );
      }
      const outbox = await FileOutbox.open(directory, { staleMs: 2_000 });
      const client = world.client({ outbox });
      await client.flush();
      await client.close();
      const seen = new Set<unknown>();
      const processor = await world.receive((_event, { wire }) => seen.add((wire["details"] as { n: number }).n));
      await expect.poll(() => world.waiting(), { timeout: 20_000 }).toBe(0);
      expect(safe.length).toBeGreaterThan(60);
      expect(safe.filter((n) => !seen.has(Number(n)))).toEqual([]);
      expect(processor.stats().deadLettered).toBe(0);
    });
  });

  it("of a consumer neither loses nor doubles an effect", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const world = await busWorld({ overTcp: true, hasOwnTime: true });
      const file = join(home, "effects.db");
      const database = new Libsql(file);
      database.pragma("journal_mode = WAL");
      database.exec("CREATE TABLE effects (message TEXT NOT NULL)");
      await world.client().publishEvents(Array.from({ length: 400 }, (_, n) => operation(n)));
      const consumer = await script("consumer-child.ts");
      for (const count of [20, 50, 30]) {
        await killAfter(startNode(consumer, world.connection.connectionString!, file), count);
        await world.eventually(() => true, true);
      }
      database.exec("DELETE FROM azlin_events WHERE is_done = 0");
      const last = startNode(consumer, world.connection.connectionString!, file);
      await world.eventually(() => world.waiting(), 0);
      last.kill("SIGKILL");
      await ended(last);
      const rows = database.prepare("SELECT message FROM effects ORDER BY message").all() as { message: string }[];
      database.close();
      expect(rows).toHaveLength(400);
      expect(new Set(rows.map(({ message }) => message)).size).toBe(400);
      expect(world.deadLetters()).toBe(0);
    });
  });
});
