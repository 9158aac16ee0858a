import { ValidationError } from "@azlin/core";

/** A secret in a vault, which a container gets without anybody seeing it. */
export interface KeyVaultSecret {
  /** URL of the vault, `https://my-vault.vault.azure.net`. */
  readonly vaultUrl: string;
  /** Name of the secret in the vault. */
  readonly name: string;
  /** Default: the newest, which the container follows. */
  readonly version?: string;
  /** Name of the reference in the container app's document. Default: that of the secret. */
  readonly reference?: string;
}

const NAME = /^[0-9a-z-]{1,127}$/i;
const VERSION = /^[0-9a-f]{32}$/i;
const VAULT = /^[a-z](?:-?[a-z0-9])+\.(?:vault|managedhsm)\.[a-z0-9.-]+$/i;

/**
 * The URL by which Azure fetches a secret.
 *
 * @throws ValidationError (`INVALID_SECRET`).
 */
export function secretUrl({ vaultUrl, name, version }: KeyVaultSecret): string {
  const vault = parseVaultUrl(vaultUrl);
  if (!NAME.test(name)) throw invalidSecret(`'${name}' is not the name of a secret`);
  if (version !== undefined && !VERSION.test(version))
    throw invalidSecret(`'${version}' is not the version of a secret`);
  return new URL(`secrets/${name}${version === undefined ? "" : `/${version}`}`, vault).href;
}

/** Name of the reference to a secret: lower-case letters, digits and hyphens. */
export function secretReference({ reference, name }: KeyVaultSecret): string {
  const folded = (reference ?? name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return folded === "" ? "secret" : folded;
}

/**
 * The URL of a vault, with a slash at its end.
 *
 * @throws ValidationError (`INVALID_SECRET`) for anything but the URL of a vault.
 */
export function parseVaultUrl(vaultUrl: string): URL {
  const url = URL.canParse(vaultUrl) ? new URL(vaultUrl) : undefined;
  const isVault = url?.protocol === "https:" && VAULT.test(url.hostname) && url.username === "" && url.port === "";
  if (url === undefined || !isVault) throw invalidSecret(`'${vaultUrl}' is not the URL of a vault`);
  return new URL("/", url);
}

function invalidSecret(problem: string): ValidationError {
  return new ValidationError("INVALID_SECRET", `A secret cannot be referred to: ${problem}.`, {
    hint: "Give the vault's URL, as https://NAME.vault.azure.net, and the name of a secret in it.",
  });
}
