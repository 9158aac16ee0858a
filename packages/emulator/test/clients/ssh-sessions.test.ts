import { Client, type ClientChannel } from "ssh2";
import { realComponent } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { guestCloud, KEY } from "../support/guest-cloud.ts";

const TERMINAL = { rows: 24, cols: 80, term: "xterm" };

/** A client that is signed in to a new guest. */
async function signedIn(): Promise<Client> {
  const cloud = await guestCloud();
  const port = await cloud.addVm("alpha");
  const client = new Client();
  onTestFinished(() => void client.end());
  await new Promise<void>((resolve, reject) => {
    client.once("ready", resolve);
    client.once("error", reject);
    client.connect({ host: "127.0.0.1", port, username: "azureuser", privateKey: KEY.privateKey });
  });
  return client;
}

interface Session {
  readonly channel: ClientChannel;
  /** All that it has said so far. */
  readonly said: () => string;
  readonly exitCode: Promise<number | null>;
}

function watch(channel: ClientChannel): Session {
  let text = "";
  channel.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const exitCode = new Promise<number | null>((resolve) => {
    channel.once("exit", resolve);
  });
  return { channel, said: () => text, exitCode };
}

function exec(client: Client, command: string, pty?: typeof TERMINAL): Promise<Session> {
  return new Promise((resolve, reject) => {
    client.exec(command, pty === undefined ? {} : { pty }, (error, channel) =>
      error === undefined ? resolve(watch(channel)) : reject(error),
    );
  });
}

describe.runIf(realComponent("bwrap") !== undefined)("a session in a guest", { timeout: 30_000 }, () => {
  it.each([
    ["TERM", 143],
    ["INT", 130],
    ["USR1", 42],
  ])("passes the signal %s on", async (signal, code) => {
    const { channel, said, exitCode } = await exec(
      await signedIn(),
      "trap 'exit 42' USR1; trap 'exit 130' INT; echo ready; while sleep 0.05; do :; done",
    );
    await expect.poll(said).toBe("ready\n");
    channel.signal(signal);
    expect(await exitCode).toBe(code);
  });

  it("follows the client's window", async () => {
    const session = await exec(
      await signedIn(),
      "trap 'stty size' WINCH; stty size; while sleep 0.05; do :; done",
      TERMINAL,
    );
    await expect.poll(session.said).toContain("24 80");
    session.channel.setWindow(50, 132, 0, 0);
    await expect.poll(session.said).toContain("50 132");
  });

  it("is a shell with a prompt when there is no command", async () => {
    const client = await signedIn();
    const session = await new Promise<Session>((resolve, reject) => {
      client.shell(TERMINAL, (error, channel) => (error === undefined ? resolve(watch(channel)) : reject(error)));
    });
    await expect.poll(session.said).toContain("azureuser@alpha:~$ ");
    session.channel.write("exit 9\n");
    expect(await session.exitCode).toBe(9);
  });

  it("lets nothing ignore an interrupt or a broken pipe", async () => {
    const session = await exec(await signedIn(), "grep SigIgn /proc/self/status");
    await expect.poll(session.said).toBe("SigIgn:\t0000000000000000\n");
  });

  it("is one of many on one connection", async () => {
    const client = await signedIn();
    const sessions = await Promise.all([1, 2, 3, 4, 5].map((number) => exec(client, `sleep 0.2; exit ${number}`)));
    expect(await Promise.all(sessions.map(({ exitCode }) => exitCode))).toEqual([1, 2, 3, 4, 5]);
  });
});
