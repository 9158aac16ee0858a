/** A certificate with its key, PEM; it is its own authority. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Azure's host names that stock clients ask for through the CONNECT port. */
const NAMES = [
  "localhost",
  "management.azure.com",
  "login.microsoftonline.com",
  "graph.microsoft.com",
  "vault.azure.net",
  "*.vault.azure.net",
  "*.blob.core.windows.net",
  "*.file.core.windows.net",
  "*.servicebus.windows.net",
  "raw.githubusercontent.com",
];

/** Makes a certificate for Azure's host names and loopback, valid for ten years. */
export async function createCertificate(): Promise<Certificate> {
  const { generate } = await import("selfsigned");
  const now = new Date();
  const pems = await generate([{ name: "commonName", value: "azlin local Azure" }], {
    keyType: "ec",
    curve: "P-256",
    notBeforeDate: new Date(now.getTime() - 86_400_000),
    notAfterDate: new Date(now.getTime() + 3650 * 86_400_000),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          ...NAMES.map((value) => ({ type: 2 as const, value })),
          { type: 7 as const, ip: "127.0.0.1" },
          { type: 7 as const, ip: "::1" },
        ],
      },
    ],
  });
  return { key: pems.private, cert: pems.cert };
}
