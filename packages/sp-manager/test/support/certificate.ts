import { generate } from "selfsigned";

const DAY_MS = 86_400_000;

/** A certificate with its key, PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate that ends then. */
export async function testCertificate({ endsAt }: { readonly endsAt: Date }): Promise<TestCertificate> {
  const made = await generate([{ name: "commonName", value: "a scenario" }], {
    keyType: "rsa",
    keySize: 2048,
    notBeforeDate: new Date(endsAt.getTime() - 30 * DAY_MS),
    notAfterDate: endsAt,
  });
  return { cert: made.cert, key: made.private };
}

/** The public half of it. */
export async function certificatePem(options: { readonly endsAt: Date }): Promise<string> {
  return (await testCertificate(options)).cert;
}
