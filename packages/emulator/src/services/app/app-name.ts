import { appRefusal } from "./app-error.ts";

const VALID = /^[a-z](?:-?[a-z0-9])+$/;
const LONGEST = 32;

/** Names of apps and jobs. @throws ArmError (`ContainerAppInvalidName`). */
export function checkAppName(name: string): void {
  if (VALID.test(name) && name.length <= LONGEST) return;
  throw appRefusal(
    "ContainerAppInvalidName",
    `Invalid ContainerApp name '${name}'. A name must consist of lower case alphanumeric characters or '-', start with ` +
      "an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must be " +
      `between 2 and ${LONGEST}.`,
  );
}
