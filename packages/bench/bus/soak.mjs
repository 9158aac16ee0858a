import path from "node:path";
import { EventBusClient, SqliteIdempotencyStore } from "@azlin/event-bus";
import { judgeSoak, POISON_EVERY } from "@azlin/testing/event-ledger";
import Libsql from "libsql";
import { SUBSCRIPTION, TOPIC } from "./soak-settings.mjs";
import { SoakWorld } from "./soak-world.mjs";

/** Publishes so many events through everything that can go wrong; answers what was found, and what went wrong. */
export async function soak({ events, directory }) {
  const file = path.join(directory, "effects.db");
  (await SqliteIdempotencyStore.open(file)).close();
  const database = new Libsql(file);
  database.exec("CREATE TABLE effects (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, run TEXT NOT NULL)");
  const count = database.prepare("SELECT max(id) AS effects FROM effects");
  const done = () => Math.round((count.get().effects ?? 0) / (1 - 1 / POISON_EVERY));
  const world = new SoakWorld({ events, directory, file, done });
  const since = performance.now();
  await world.start();
  await world.untilPublished();
  await world.untilHandled();
  const seconds = (performance.now() - since) / 1_000;
  const deadLetters = await readDeadLetters(world.connectionString);
  await world.stop();
  const effects = database.prepare("SELECT n, run FROM effects ORDER BY id").all();
  database.close();
  const findings = judgeSoak({ published: events }, { effects, deadLetters });
  const { kills, crashes } = world;
  return { findings, crashes, seconds, effects: effects.length, deadLetters: deadLetters.length, kills };
}

async function readDeadLetters(connectionString) {
  const client = new EventBusClient({ connectionString, topicName: TOPIC });
  const letters = [];
  for await (const { event, reason } of client.listDeadLetters(SUBSCRIPTION)) {
    letters.push({ n: event?.details?.n ?? -1, reason });
  }
  await client.close();
  return letters;
}
