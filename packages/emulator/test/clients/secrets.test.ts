import type { SecretClient } from "@azure/keyvault-secrets";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { makeVault, secretClient } from "../support/vault-clients.ts";

const DAY_MS = 86_400_000;
const POLL = { intervalInMs: 1 };

describe("secrets of a key vault", () => {
  let emulator: Emulator;
  let secrets: SecretClient;

  const refusal = (statusCode: number, code: string, inner?: string): object => ({
    statusCode,
    code,
    ...(inner !== undefined && { details: { error: { innerError: { code: inner } } } }),
  });
  const namesOf = async (listed: AsyncIterable<{ name: string }>): Promise<string[]> => {
    const names: string[] = [];
    for await (const { name } of listed) names.push(name);
    return names;
  };
  /** Deletes a secret and waits until it is in the bin. */
  const deleteSecret = async (name: string): Promise<void> => {
    await (await secrets.beginDeleteSecret(name, POLL)).pollUntilDone();
  };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    await makeVault(emulator, "kv-one");
    secrets = secretClient(emulator, "kv-one");
  });

  it("are set, read by name and by version, listed and changed", async () => {
    const expiresOn = new Date(Math.floor(emulator.clock.now() / 1000) * 1000 + DAY_MS);
    const options = { contentType: "text/plain", tags: { run: "1" }, expiresOn, notBefore: new Date(1000) };
    const first = await secrets.setSecret("db", "one", options);
    expect(first).toMatchObject({ name: "db", value: "one" });
    expect(first.properties).toMatchObject({
      ...options,
      enabled: true,
      vaultUrl: "https://kv-one.vault.azure.net",
      recoveryLevel: "Recoverable+Purgeable",
      recoverableDays: 90,
    });
    const second = await secrets.setSecret("db", "two");
    expect((await secrets.getSecret("db")).value).toBe("two");
    expect((await secrets.getSecret("DB", { version: first.properties.version! })).value).toBe("one");
    await secrets.setSecret("other", "x");
    expect(await namesOf(secrets.listPropertiesOfSecrets())).toEqual(["db", "other"]);
    expect(await namesOf(secrets.listPropertiesOfSecretVersions("db"))).toEqual(["db", "db"]);
    const changed = await secrets.updateSecretProperties("db", second.properties.version!, { tags: { run: "2" } });
    expect(changed.tags).toEqual({ run: "2" });
    expect((await secrets.getSecret("db")).properties.tags).toEqual({ run: "2" });
  });

  it("are told of by value in no list, and not found when they are not there", async () => {
    await secrets.setSecret("db", "the value");
    for await (const properties of secrets.listPropertiesOfSecrets()) {
      expect(JSON.stringify(properties)).not.toContain("the value");
    }
    await expect(secrets.getSecret("none")).rejects.toMatchObject(refusal(404, "SecretNotFound"));
    const missing = secrets.getSecret("db", { version: "0".repeat(32) });
    await expect(missing).rejects.toMatchObject(refusal(404, "SecretNotFound"));
    await expect(secrets.beginDeleteSecret("none", POLL)).rejects.toMatchObject(refusal(404, "SecretNotFound"));
  });

  it("are read after their end and before their time, but not while they are disabled", async () => {
    await secrets.setSecret("old", "x", { expiresOn: new Date(emulator.clock.now() - DAY_MS) });
    await secrets.setSecret("early", "x", { notBefore: new Date(emulator.clock.now() + DAY_MS) });
    for (const name of ["old", "early"]) expect((await secrets.getSecret(name)).value).toBe("x");
    await secrets.setSecret("off", "x", { enabled: false });
    await expect(secrets.getSecret("off")).rejects.toMatchObject(refusal(403, "Forbidden", "SecretDisabled"));
  });

  it("have names of letters, digits and hyphens, at most 25 KB and fifteen tags", async () => {
    for (const name of ["under_score", "x".repeat(128)]) {
      await expect(secrets.setSecret(name, "x")).rejects.toMatchObject(refusal(400, "BadParameter"));
    }
    await secrets.setSecret("x".repeat(127), "x".repeat(25 * 1024));
    await expect(secrets.setSecret("big", "x".repeat(25 * 1024 + 1))).rejects.toMatchObject({ statusCode: 400 });
    const tags = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`t${index}`, "x"]));
    await expect(secrets.setSecret("tagged", "x", { tags })).rejects.toMatchObject({ statusCode: 400 });
  });

  it("keep their name when they are deleted, and come back with all versions", async () => {
    await secrets.setSecret("db", "one");
    await secrets.setSecret("db", "two");
    await deleteSecret("db");
    await expect(secrets.getSecret("db")).rejects.toMatchObject(refusal(404, "SecretNotFound"));
    await expect(secrets.setSecret("db", "three")).rejects.toMatchObject(
      refusal(409, "Conflict", "ObjectIsDeletedButRecoverable"),
    );
    const deleted = await secrets.getDeletedSecret("db");
    expect(deleted.recoveryId).toBe("https://kv-one.vault.azure.net/deletedsecrets/db");
    expect(deleted.scheduledPurgeDate!.getTime() - deleted.deletedOn!.getTime()).toBe(90 * DAY_MS);
    expect(await namesOf(secrets.listDeletedSecrets())).toEqual(["db"]);
    await (await secrets.beginRecoverDeletedSecret("db", POLL)).pollUntilDone();
    expect((await secrets.getSecret("db")).value).toBe("two");
    expect(await namesOf(secrets.listPropertiesOfSecretVersions("db"))).toHaveLength(2);
  });

  it("are gone for good when they are purged, or when their retention is over", async () => {
    for (const name of ["one", "two"]) {
      await secrets.setSecret(name, "x");
      await deleteSecret(name);
    }
    await secrets.purgeDeletedSecret("one");
    await expect(secrets.getDeletedSecret("one")).rejects.toMatchObject(refusal(404, "SecretNotFound"));
    await secrets.setSecret("one", "anew");
    emulator.clock.advance(90 * DAY_MS);
    expect(await namesOf(secrets.listDeletedSecrets())).toEqual([]);
    await secrets.setSecret("two", "anew");
  });

  it("are being deleted and recovered for a while, and then neither there nor free", async () => {
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await secrets.setSecret("db", "one");
    const deletion = await secrets.beginDeleteSecret("db", POLL);
    expect(deletion.isDone()).toBe(false);
    await expect(secrets.getDeletedSecret("db")).rejects.toMatchObject(refusal(404, "SecretNotFound"));
    await expect(secrets.setSecret("db", "two")).rejects.toMatchObject(
      refusal(409, "Conflict", "ObjectIsBeingDeleted"),
    );
    await expect(secrets.purgeDeletedSecret("db")).rejects.toMatchObject(
      refusal(409, "Conflict", "ObjectIsBeingDeleted"),
    );
    emulator.clock.advance(30_000);
    await deletion.pollUntilDone();
    await secrets.beginRecoverDeletedSecret("db", POLL);
    await expect(secrets.setSecret("db", "two")).rejects.toMatchObject(
      refusal(409, "Conflict", "ObjectIsBeingRecovered"),
    );
    emulator.clock.advance(30_000);
    expect((await secrets.getSecret("db")).value).toBe("one");
  });

  it("of a vault with purge protection are not purged", async () => {
    await makeVault(emulator, "kv-two", { enablePurgeProtection: true, softDeleteRetentionInDays: 7 });
    secrets = secretClient(emulator, "kv-two");
    const { properties } = await secrets.setSecret("db", "one");
    expect([properties.recoveryLevel, properties.recoverableDays]).toEqual(["CustomizedRecoverable", 7]);
    await deleteSecret("db");
    await expect(secrets.purgeDeletedSecret("db")).rejects.toMatchObject(refusal(403, "Forbidden"));
  });

  it("come in pages of at most twenty-five", async () => {
    for (let index = 0; index < 60; index++) await secrets.setSecret(`s${index}`, "x");
    const sizes: number[] = [];
    for await (const page of secrets.listPropertiesOfSecrets().byPage()) sizes.push(page.length);
    expect(sizes).toEqual([25, 25, 10]);
    expect(await namesOf(secrets.listPropertiesOfSecrets())).toHaveLength(60);
  });

  it("are backed up and restored, unless the name is taken", async () => {
    await secrets.setSecret("db", "one");
    const backup = await secrets.backupSecret("db");
    await expect(secrets.restoreSecretBackup(backup!)).rejects.toMatchObject(refusal(409, "Conflict"));
    await deleteSecret("db");
    await secrets.purgeDeletedSecret("db");
    await secrets.restoreSecretBackup(backup!);
    expect((await secrets.getSecret("db")).value).toBe("one");
  });

  it("stay with their vault when it is deleted, until it is purged", async () => {
    const vaults = await makeVault(emulator, "kv-two");
    const own = secretClient(emulator, "kv-two");
    await own.setSecret("db", "one");
    await vaults.delete("rg", "kv-two");
    await expect(own.getSecret("db")).rejects.toMatchObject({ code: "ENOTFOUND" });
    await makeVault(emulator, "kv-two", { createMode: "recover" });
    expect((await own.getSecret("db")).value).toBe("one");
    await vaults.delete("rg", "kv-two");
    await vaults.purgeDeleted("kv-two", "westus2", { updateIntervalInMs: 1 });
    await makeVault(emulator, "kv-two");
    await expect(own.getSecret("db")).rejects.toMatchObject(refusal(404, "SecretNotFound"));
  });

  it("come back with a saved state", async () => {
    await secrets.setSecret("db", "one");
    const restored = createEmulator({ seed: 2 });
    restored.restore(JSON.parse(JSON.stringify(emulator.snapshot())));
    expect((await secretClient(restored, "kv-one").getSecret("db")).value).toBe("one");
  });

  it("are slowed down when there are too many, once throttling is on", async () => {
    const limits = { vaultWrites: { capacity: 1, tokensPerSecond: 0.1 } };
    emulator.configure({ throttling: { enabled: true, limits } });
    // The challenge comes first, and counts for nothing.
    await secrets.setSecret("one", "x");
    await expect(secrets.setSecret("two", "x")).rejects.toMatchObject(refusal(429, "Throttled"));
    emulator.clock.advance(10_000);
    await secrets.setSecret("two", "x");
  });
});
