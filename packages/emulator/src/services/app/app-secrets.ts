import type { ActionCall, WriteDraft } from "../../arm/resource-type.ts";
import type { ArmResponse } from "../../arm/arm-request.ts";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../json/json.ts";
import { appRefusal } from "./app-error.ts";

const NAME = /^[a-z0-9](?:[-.]?[a-z0-9])*$/;

/**
 * Takes the values out of a document's secrets, where no answer shows them, and checks that every reference to a secret
 * names one.
 *
 * @throws ArmError (`ContainerAppSecretInvalid`, `ContainerAppSecretNameInvalid`, `ContainerAppSecretRefNotFound`).
 */
export function prepareSecrets({ body, existing, internals, request }: WriteDraft): void {
  const configuration = objectAt(body.properties, "configuration");
  const kept = request.method === "PATCH" ? objectAt(existing?.internals, "secrets") : {};
  const values: JsonObject = {};
  const secrets = objectsAt(configuration, "secrets");
  for (const { value, ...secret } of secrets) {
    const name = textAt(secret, "name") ?? "";
    const known = value ?? kept[name];
    checkSecret(secret, name, known);
    if (textAt(secret, "keyVaultUrl") === undefined) values[name] = known;
  }
  internals["secrets"] = values;
  configuration["secrets"] = secrets.length === 0 ? null : secrets.map(({ value: _hidden, ...secret }) => secret);
  body.properties["configuration"] = configuration;
  requireReferences(body.properties, new Set(secrets.map((secret) => textAt(secret, "name"))));
}

/** `listSecrets`: names with their values; references are shown as they are. */
export function listSecrets({ resource }: ActionCall): ArmResponse {
  const values = objectAt(resource.internals, "secrets");
  const secrets = objectsAt(objectAt(resource.body.properties, "configuration"), "secrets");
  const value = secrets.map((secret) => {
    const known = values[textAt(secret, "name") ?? ""];
    return known === undefined ? secret : { ...secret, value: known };
  });
  return { status: 200, body: { value } };
}

function checkSecret(secret: JsonObject, name: string, value: unknown): void {
  if (!NAME.test(name)) {
    throw appRefusal(
      "ContainerAppSecretNameInvalid",
      `Invalid secret name '${name}': it must consist of lower case alphanumeric characters, '-' or '.', and start and ` +
        "end with an alphanumeric character.",
    );
  }
  const isReference = textAt(secret, "keyVaultUrl") !== undefined && textAt(secret, "identity") !== undefined;
  if (isReference || (typeof value === "string" && value !== "")) return;
  throw appRefusal(
    "ContainerAppSecretInvalid",
    `Container app secret(s) with name(s) '${name}' are invalid: value or keyVaultUrl and identity should be provided.`,
  );
}

function requireReferences(properties: JsonObject, names: ReadonlySet<string | undefined>): void {
  for (const container of objectsAt(objectAt(properties, "template"), "containers")) {
    for (const { secretRef } of objectsAt(container, "env")) {
      if (typeof secretRef === "string" && !names.has(secretRef)) throw notFound(secretRef, container);
    }
  }
}

function notFound(secretRef: string, container: JsonObject): Error {
  return appRefusal(
    "ContainerAppSecretRefNotFound",
    `SecretRef '${secretRef}' defined for container '${textAt(container, "name") ?? ""}' not found.`,
  );
}
