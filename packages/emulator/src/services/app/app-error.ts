import { ArmError } from "../../arm/arm-error.ts";

/** A refusal of what was sent. */
export function appRefusal(code: string, message: string): ArmError {
  return new ArmError(400, code, message, { cause: "service" });
}

/** A refusal because of what is there. */
export function appConflict(code: string, message: string): ArmError {
  return new ArmError(409, code, message, { cause: "service" });
}
