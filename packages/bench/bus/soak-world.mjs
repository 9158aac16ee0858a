import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nextMessage } from "../measure/child.mjs";
import { Mortal } from "./mortal.mjs";
import { chaos } from "./soak-settings.mjs";

/**
 * Milliseconds between two looks at how far everything is, and looks after which the next in turn is killed: the broker a
 * tenth as often as the others together, as it writes its journal anew only while it lives.
 */
const LOOK_EVERY_MS = 250;
const LOOKS_PER_KILL = 40;
const TURNS_PER_BROKER = 3;

/** Longest that what was published may take to come to its end after the last fault. */
const SETTLE_MS = 300_000;

/** A durable broker, a publisher and two consumers, each in a process of its own, that are killed in turn. */
export class SoakWorld {
  connectionString = "";
  #events;
  #done;
  #broker;
  #publisher;
  #consumers;
  #port = 0;
  #safe = 0;
  #isPublished = false;
  #isStormy = true;
  #asked = 0;
  #answers = new Map();

  /**
   * @param directory - for all that has to outlive its process.
   * @param file - where consumers have their effects.
   * @param done - how many events are done.
   */
  constructor({ events, directory, file, done }) {
    this.#events = events;
    this.#done = done;
    this.#broker = new Mortal(
      "soak-broker",
      () => [path.join(directory, "broker"), String(this.#port)],
      (message) => this.#brokerSays(message),
    );
    this.#publisher = new Mortal(
      "soak-publisher",
      () => [this.connectionString, path.join(directory, "outbox"), String(this.#safe), String(this.#events)],
      (message) => this.#publisherSays(message),
    );
    this.#consumers = [1, 2].map(() => new Mortal("soak-consumer", () => [this.connectionString, file]));
  }

  get kills() {
    const [consumer1, consumer2] = this.#consumers.map(({ kills }) => kills);
    return { broker: this.#broker.kills, publisher: this.#publisher.kills, consumer1, consumer2 };
  }

  /** Times that a program was found to have ended by itself. */
  get crashes() {
    const all = [this.#broker, this.#publisher, ...this.#consumers];
    return all.reduce((sum, { crashes }) => sum + crashes, 0);
  }

  async start() {
    const { port, connectionString } = await nextMessage(this.#broker.start());
    this.#port = port;
    this.connectionString = connectionString;
    for (const mortal of [this.#publisher, ...this.#consumers]) mortal.start();
  }

  /** Resolves when Service Bus has everything; until then one after the other is killed. */
  async untilPublished() {
    const turn = [this.#publisher, ...this.#consumers];
    const order = [...Array.from({ length: TURNS_PER_BROKER }, () => turn).flat(), this.#broker];
    for (let looks = 1; !this.#isPublished; looks += 1) {
      await sleep(LOOK_EVERY_MS);
      this.#assertPublishing();
      if (!this.#isPublished && looks % LOOKS_PER_KILL === 0) {
        await order[(looks / LOOKS_PER_KILL - 1) % order.length].killAndStart();
      }
      if (this.#publisher.isAlive) this.#publisher.send({ done: this.#done() });
    }
  }

  /** Resolves when nothing is left to receive; nothing goes wrong any more. */
  async untilHandled() {
    this.#isStormy = false;
    await this.#ask("faults", {});
    const untilMs = performance.now() + SETTLE_MS;
    while ((await this.#ask("left")) > 0 && performance.now() < untilMs) await sleep(500);
  }

  async stop() {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop("stop")));
    await this.#broker.stop();
  }

  /** What is asked of a broker that dies is never answered. */
  #ask(question, what) {
    this.#asked += 1;
    const id = this.#asked;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.#broker.send({ id, ask: question, what });
    return answer;
  }

  #brokerSays({ port, id, answer }) {
    if (port === undefined) this.#answers.get(id)?.(answer);
    else if (this.#isStormy) this.#broker.send({ ask: "faults", what: chaos(this.#broker.kills + 1) });
  }

  #publisherSays({ safe, isDone }) {
    if (safe !== undefined) this.#safe = safe;
    if (isDone === true) this.#isPublished = true;
  }

  /** A publisher that ends by itself before its time has failed: nothing would ever be done. */
  #assertPublishing() {
    if (this.#publisher.isAlive || this.#isPublished) return;
    throw new Error(`The publisher ended at ${this.#safe} events.`);
  }
}
