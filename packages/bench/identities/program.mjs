import { REQUEST_MS } from "./scale.mjs";

const READS = new Set(["GET", "HEAD"]);
/** Signing in changes nothing. */
const SIGN_IN = "login.microsoftonline.com";

/**
 * A program that works in a world, and that may be killed at one of the requests with which it changes something: from then on
 * nothing that it does happens, and no answer reaches it.
 *
 * @param kill - `atWrite`: at which of them, from 1; `when`: whether Azure still gets it. Absent: it lives.
 */
export class Program {
  transport;
  /** Resolves when it was killed. */
  killed;
  /** What was asked for with each request that changes something, and when, in order. */
  writes = [];
  #world;
  #kill;
  #isDead = false;
  #die;

  constructor(world, kill) {
    this.#world = world;
    this.#kill = kill;
    this.killed = new Promise((resolve) => (this.#die = resolve));
    const transport = world.emulator.transport();
    const { httpClient } = transport;
    this.transport = {
      ...transport,
      httpClient: { sendRequest: (request) => this.#through(request, () => httpClient.sendRequest(request)) },
    };
  }

  /** Numbers of the requests, from 1, with which each step was taken: its last tries. */
  get steps() {
    const asked = this.writes.map(({ what }) => what);
    return [...new Set(asked)].map((step) => asked.lastIndexOf(step) + 1);
  }

  /** When the last try of a step was sent. */
  lastAtMs(pattern) {
    return this.writes.findLast(({ what }) => pattern.test(what)).atMs;
  }

  /** Sends a request as a client that is signed in to `audience`. */
  async send({ method, url, body, audience }) {
    const { token } = await this.transport.credential.getToken(`${audience}/.default`);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return this.#through({ method, url }, () => this.#world.emulator.fetch(new Request(url, sent)));
  }

  async #through(request, pass) {
    await (this.#isDead ? never() : this.#world.clock.delay(REQUEST_MS));
    if (this.#isDead) return never();
    const isLast = this.#isLast(request);
    if (isLast && this.#kill.when === "before") return this.#end();
    const response = await this.#held(pass);
    if (isLast) return this.#end();
    return this.#isDead ? never() : response;
  }

  /** Whether it is killed at this request. */
  #isLast({ method, url }) {
    if (READS.has(method) || url.includes(SIGN_IN)) return false;
    this.writes.push({ what: `${method} ${url}`, atMs: this.#world.clock.now() });
    return this.writes.length === this.#kill?.atWrite;
  }

  /** Time stands still while a request is under way. */
  async #held(pass) {
    this.#world.work.underWay += 1;
    try {
      return await pass();
    } finally {
      this.#world.work.underWay -= 1;
    }
  }

  #end() {
    this.#isDead = true;
    this.#die();
    return never();
  }
}

function never() {
  return new Promise(() => {});
}
