import { fileURLToPath } from "node:url";

/**
 * Path of an executable that behaves as the Azure CLI does on the wire, for `azPath`. The variables it reads, to be
 * given to it by `env`: `FAKE_AZ_URL` (the local server that gets its requests), `FAKE_AZ_LOG` (a file that gets one
 * line per call), `FAKE_AZ_FAIL` (`login`, `secret`, `refused`, `reset`, `tls`, `usage`, `crash`, `hang`, `hang-hard`).
 */
export function fakeAzPath(): string {
  return fileURLToPath(new URL("../bin/fake-az.mjs", import.meta.url));
}
