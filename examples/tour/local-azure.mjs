import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { emulatorTransport } from "@azlin/transports";
import { bold, dim } from "./print.mjs";

const manifest = createRequire(import.meta.url).resolve("@azlin/cli/package.json");
const AZLIN = join(dirname(manifest), "bin", "azlin.cjs");
/** Tenant of every local Azure. */
const TENANT_ID = "00000000-0000-4000-8000-000000007e47";

/** The tour's own Azure, and the azlin command pointed at it. */
export class LocalAzure {
  /** Requests that each command took: [command, requests, seconds]. */
  costs = [];
  #home;
  #served = 0;

  constructor(home) {
    this.#home = home;
  }

  /** Shows and runs a command, words between '' being one; throws when it does not exit as expected. */
  async azlin(command, { exits = 0 } = {}) {
    console.log(`${bold("$")} azlin ${bold(command)}`);
    const words = command.match(/'[^']*'|\S+/g).map((word) => word.replaceAll(/^'|'$/g, ""));
    const startedAt = performance.now();
    const { code, output } = await run(AZLIN, words, this.#environment());
    const seconds = (performance.now() - startedAt) / 1000;
    const served = await this.#requestsServed();
    const requests = served - this.#served;
    this.#served = served;
    console.log(output.trimEnd().replaceAll(/^/gm, "  "));
    console.log(dim(`  ${requests} requests, ${seconds.toFixed(2)} s\n`));
    if (command !== "local start") this.costs.push([`azlin ${command}`, requests, seconds]);
    if (code !== exits) throw new Error(`'azlin ${command}' exited with ${code}, not ${exits}.`);
  }

  /** Runs a command, unseen, until what it prints matches; throws when it does not within half a minute. */
  async until(command, pattern) {
    const deadline = performance.now() + 30_000;
    for (;;) {
      const { output } = await run(AZLIN, command.split(" "), this.#environment());
      if (pattern.test(output)) break;
      if (performance.now() > deadline) throw new Error(`'azlin ${command}' does not show ${pattern}:\n${output}`);
    }
    this.#served = await this.#requestsServed();
  }

  /** Ids of resources whose name begins with `name`. */
  async resourcesNamed(name) {
    const { resources } = await this.#control("state");
    return resources.map(({ body }) => body.id).filter((id) => id.split("/").at(-1).startsWith(name));
  }

  /** Name of the one resource of a type. */
  async nameOf(type) {
    const { resources } = await this.#control("state");
    const only = resources.find(({ body }) => body.id.toLowerCase().includes(`/${type.toLowerCase()}/`));
    return only.body.id.split("/").at(-1);
  }

  /** Signs in as the identity whose name begins with `name`, by its secret in a vault, as its program does. */
  async signInAs(name, vault) {
    const { directory, secrets } = await this.#control("state");
    const { appId, displayName } = directory.objects
      .map(({ body }) => body)
      .find((one) => one.displayName.startsWith(name));
    const [secret] = secrets[vault];
    const client = { client_id: appId, client_secret: secret.versions.at(-1).value };
    const form = { ...client, grant_type: "client_credentials", scope: "https://management.azure.com/.default" };
    const url = `${this.#url()}/${TENANT_ID}/oauth2/v2.0/token`;
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
    const { access_token: token } = await answer.json();
    const headers = { authorization: `Bearer ${token}` };
    const statusOf = async (id) => (await fetch(`${this.#url()}${id}?api-version=2021-04-01`, { headers })).status;
    return { spName: displayName, secretName: secret.name, statusOf };
  }

  /** How a program connects to a Service Bus namespace of this Azure. */
  serviceBus(name) {
    const { url, amqpPort } = this.#record();
    const { credential } = emulatorTransport({ url });
    const localEndpoint = { host: "127.0.0.1", port: amqpPort };
    return { namespace: `${name}.servicebus.windows.net`, credential, localEndpoint };
  }

  /** Puts resources there as they are. */
  async seed(resources) {
    await this.#control("seed", { method: "PUT", body: resources });
    this.#served = await this.#requestsServed();
  }

  /** Takes a resource away that nobody else asks Azure to delete. */
  async unseed(id) {
    const state = await this.#control("state");
    const resources = state.resources.filter(({ body }) => body.id.toLowerCase() !== id.toLowerCase());
    await this.#control("state", { method: "PUT", body: { ...state, resources } });
    this.#served = await this.#requestsServed();
  }

  async end() {
    await run(AZLIN, ["lifecycle", "daemon", "stop"], this.#environment());
    await run(AZLIN, ["local", "stop"], this.#environment());
  }

  #environment() {
    return { ...process.env, HOME: this.#home, AZLIN_HOME: this.#home, AZLIN_CLOUD: "local" };
  }

  #url() {
    return this.#record().url;
  }

  #record() {
    return JSON.parse(readFileSync(join(this.#home, "local", "server.json"), "utf8"));
  }

  async #requestsServed() {
    const { requestsServed } = await this.#control("");
    return requestsServed;
  }

  async #control(path, { method = "GET", body } = {}) {
    const response = await fetch(`${this.#url()}/_emulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }
}

function run(script, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
