import { expect, test } from "vitest";
import { ActionJournal, openLifecycleDatabase, SelfHealer, type Decision } from "../../src/index.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { HealthMonitor } from "@azlin/health";

const HEAL: Decision = { action: "restart", code: "heals", reason: "Why.", nextCheckAtMs: 0, isAlarm: false };

test("what cannot be written down is not done: on a full disk nothing is restarted", async () => {
  const world = await lifecycleWorld();
  using database = await openLifecycleDatabase(world.paths.database);
  const journal = new ActionJournal(database);
  const [vm] = world.vms;
  const checked = await new HealthMonitor({ transport: world.emulator.transport() }).checkVmHealth(vm!);
  const healer = new SelfHealer({ transport: world.emulator.transport(), journal });
  database.sql.pragma("max_page_count = 1");
  const reason = "x".repeat(100_000);
  const full = await healer.handleFailure({ id: vm!.id, checked }, { ...HEAL, reason });
  expect(full).toMatchObject({ outcome: "not-begun", problem: expect.stringContaining("full") });
  expect(world.heals()).toStrictEqual([]);
  database.sql.pragma("max_page_count = 1000000");
  const done = await healer.handleFailure({ id: vm!.id, checked }, { ...HEAL, reason });
  expect(done).toMatchObject({ outcome: "done", problem: null });
  expect(world.heals()).toHaveLength(1);
});
