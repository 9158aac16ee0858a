import { generateKeyPairSync } from "node:crypto";
import { createSshKeyPair } from "../src/index.ts";

const rsa = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const opensshKey = createSshKeyPair("planted").privateKey;
const repeated = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** Keeps what looks like a secret out of this very file. */
const glued = (...parts: readonly string[]): string => parts.join("");

/** Made-up secrets of every kind that the filter knows, by content. Put together here so that none stands in a file. */
export const SECRETS: Readonly<Record<string, string>> = {
  openssh: opensshKey,
  rsa: rsa.privateKey,
  pkcs8: ec.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  sec1: ec.privateKey.export({ type: "sec1", format: "pem" }) as string,
  putty: glued("PuTTY-User-Key-", "File", "-3: ssh-ed25519\nEncryption: none\n"),
  pgp: glued("-----BEGIN PGP ", "PRIVATE", " KEY BLOCK-----\n"),
  serviceAccount: JSON.stringify({ type: "service_account", private_key: rsa.privateKey }),
  utf16: Buffer.from(opensshKey, "utf16le").toString("latin1"),
  aws: glued("AK", "IA", repeated("ABCDEFGH23456", 16)),
  awsSecret: `aws_secret_access_key = ${repeated("aB3/x+", 40)}`,
  storage: glued("DefaultEndpointsProtocol=https;AccountName=a;Account", "Key", "=", repeated("abC9+/", 86), "=="),
  sas: `https://a.blob.core.windows.net/c?sv=2024&sig=${repeated("aB3%2F", 60)}`,
  clientSecret: glued("abc8", "Q~", repeated("xY9_.-~", 34)),
  github: glued("gh", "p_", repeated("aB3xY9", 36)),
  githubFine: glued("github_", "pat_", repeated("A1b2C3_", 60)),
  google: glued("ya", "29.", repeated("a0AfH6-_", 40)),
  gitlab: glued("glp", "at-", repeated("x9Y_", 20)),
  slack: glued("xo", "xb-", repeated("123456789-", 30)),
  npm: glued("//registry/:_authToken=np", "m_", repeated("aZ09", 36)),
  ai: glued("sk-", "ant-", repeated("api03-Ab9_", 60)),
  jwt: glued("ey", "J", repeated("hbGciOiJ", 30), ".ey", "J", repeated("zdWIiOi", 60), ".", repeated("sig", 40)),
  generic: `"api_key" : "${repeated("0123456789abcdef", 40)}"`,
  password: `PASSWORD=${repeated("correcthorse", 36)}`,
};
