import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { ValidationError, writeFileAtomic } from "@azlin/core";
import { createCertificate, type Certificate } from "@azlin/emulator";
import type { LocalPaths } from "./local-paths.ts";
import { readText } from "./read-text.ts";

/** What makes a restarted local Azure the same one to its clients: they trust the certificate and hold its tokens. */
export interface ServerIdentity {
  readonly certificate: Certificate;
  /** PKCS #8 PEM. */
  readonly signingKey: string;
}

/** The identity that was used before, else a new one; its files are private to the user. */
export async function serverIdentity(paths: LocalPaths): Promise<ServerIdentity> {
  const [certificate, signingKey] = await Promise.all([
    kept(paths.certificate, async () => JSON.stringify(await createCertificate())),
    kept(paths.signingKey, createSigningKey),
  ]);
  return { certificate: parseCertificate(certificate, paths.certificate), signingKey };
}

async function kept(path: string, create: () => Promise<string>): Promise<string> {
  const present = await readText(path);
  if (present !== undefined) return present;
  const created = await create();
  await writeFileAtomic(path, created);
  return created;
}

async function createSigningKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function parseCertificate(text: string, path: string): Certificate {
  try {
    return JSON.parse(text) as Certificate;
  } catch (error) {
    throw new ValidationError("LOCAL_STATE_BROKEN", `${path} is not a certificate of the local Azure.`, {
      hint: "Remove the file, and a new one is made.",
      cause: error,
    });
  }
}
