import type { Random } from "@azlin/core";
import { ALL_RIGHTS, ROOT_KEY_NAME, type SharedAccessKey } from "./namespace/shared-access-keys.ts";

/** A fresh key, as Service Bus makes them: 32 random bytes. */
export function newSharedAccessKey(random: Random): string {
  return Buffer.from(Array.from({ length: 32 }, () => Math.floor(random.next() * 256))).toString("base64");
}

/** The policy that a namespace has from its first day. */
export function newRootKey(random: Random): SharedAccessKey {
  return {
    name: ROOT_KEY_NAME,
    primaryKey: newSharedAccessKey(random),
    secondaryKey: newSharedAccessKey(random),
    rights: ALL_RIGHTS,
  };
}
