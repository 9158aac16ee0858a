import { ManualClock } from "@azlin/core";
import { expect, it } from "vitest";
import { StateSaver } from "../../src/local/state-saver.ts";

const flushed = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

function saverWith(save: () => Promise<void>): { clock: ManualClock; saver: StateSaver; errors: unknown[] } {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  return { clock, errors, saver: new StateSaver({ clock, save, onError: (error) => errors.push(error) }) };
}

it("saves once after many changes, when it has become quiet", async () => {
  let saves = 0;
  const { clock, saver } = saverWith(async () => void saves++);
  for (let change = 0; change < 100; change++) saver.touch();
  await flushed();
  expect(saves).toBe(0);
  await clock.advance(500);
  await flushed();
  expect(saves).toBe(1);
});

it("saves at once when it is told to, and not again without a change", async () => {
  let saves = 0;
  const { clock, saver } = saverWith(async () => void saves++);
  saver.touch();
  await saver.flush();
  await saver.flush();
  await clock.advance(10_000);
  await flushed();
  expect(saves).toBe(1);
});

it("tries again what failed, at the next change", async () => {
  let saves = 0;
  const { clock, saver, errors } = saverWith(async () => {
    if (++saves === 1) throw new Error("disk full");
  });
  saver.touch();
  await clock.advance(500);
  await flushed();
  expect(errors).toHaveLength(1);
  await saver.flush();
  expect(saves).toBe(2);
});

it("does not lose a change that comes while it saves", async () => {
  let saves = 0;
  const releases: (() => void)[] = [];
  const { saver } = saverWith(() => {
    saves++;
    return new Promise((resolve) => releases.push(resolve));
  });
  saver.touch();
  const first = saver.flush();
  await flushed();
  saver.touch();
  const second = saver.flush();
  releases[0]!();
  await first;
  await flushed();
  releases[1]!();
  await second;
  expect(saves).toBe(2);
});
