import { redact, ValidationError } from "@azlin/core";

const NAME = /^[A-Za-z_][\w.-]*$/;
const SECRET_NAME =
  /(?:secret|passw(?:or)?d|pwd|token|credential|signature|api_?key|access_?key|account_?key|private_?key|connection_?string)/i;
/** Where a secret is, and not the secret. */
const ABOUT_SECRET = /_(?:NAME|ID|URL|URI|PATH|FILE|REFERENCE|VERSION|EXPIRY|ENDPOINT)$/i;
/** Tokens that show themselves by how they begin: GitHub, Slack, Anthropic and OpenAI keys, AWS. */
const KNOWN_TOKEN = /^(?:gh[pousr]_|github_pat_|xox[abprs]-|sk-|AKIA[0-9A-Z]{12})/;

/**
 * Checks values that everybody who may read the container app can read: nothing among them may be a secret.
 *
 * @throws ValidationError (`INVALID_VARIABLE`, `SECRET_IN_PLAIN`). The value is in no message.
 */
export function checkEnv(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!NAME.test(name)) {
      throw new ValidationError("INVALID_VARIABLE", `'${name}' is not the name of an environment variable.`, {
        hint: "Use letters, digits and underscores, and begin with a letter.",
      });
    }
    if (looksSecret(name, value)) {
      throw new ValidationError("SECRET_IN_PLAIN", `The value of ${name} looks like a secret, and would be readable.`, {
        hint: `Put it into a Key Vault, and give ${name} as a reference to it.`,
        details: { variable: name },
      });
    }
  }
}

function looksSecret(name: string, value: string): boolean {
  if (value === "") return false;
  if (SECRET_NAME.test(name) && !ABOUT_SECRET.test(name)) return true;
  return KNOWN_TOKEN.test(value) || redact(value) !== value;
}
