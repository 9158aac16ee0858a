import { invalidField } from "../broker-error.ts";
import {
  FOREVER_MS,
  type CommonSettings,
  type ReceivingSettings,
  type SendingSettings,
} from "../entities/entity-settings.ts";

type AnySettings = CommonSettings & Partial<ReceivingSettings> & Partial<SendingSettings>;

const NAME = /^[A-Za-z0-9](?:[\w./-]{0,258}[A-Za-z0-9_])?$/;
const SUBSCRIPTION_NAME = /^[A-Za-z0-9$](?:[\w.$-]{0,48}[A-Za-z0-9_$])?$/;

/** Bounds of the numbers that settings hold, with the unit that their messages tell. */
const BOUNDS: readonly (readonly [keyof AnySettings, number, number])[] = [
  ["lockDurationMs", 5000, 300_000],
  ["maxDeliveryCount", 1, 2_147_483_647],
  ["defaultTimeToLiveMs", 1000, FOREVER_MS],
  ["autoDeleteOnIdleMs", 300_000, FOREVER_MS],
  ["duplicateWindowMs", 20_000, 604_800_000],
  ["maxSizeMb", 1, 81_920],
];

/** @throws BrokerError when a setting is outside what Azure allows. */
export function checkSettings(path: string, settings: AnySettings): void {
  for (const [name, least, most] of BOUNDS) {
    const value = settings[name];
    if (typeof value === "number" && !(value >= least && value <= most)) {
      throw invalidField(`The value '${value}' of '${name}' on '${path}' must be from ${least} to ${most}.`);
    }
  }
}

/** @throws BrokerError when it cannot be the name of a queue or a topic. */
export function checkEntityName(name: string): void {
  if (!NAME.test(name)) throw invalidField(`The name '${name}' is not one of a messaging entity.`);
}

/** @throws BrokerError when it cannot be the name of a subscription or a rule. */
export function checkSubscriptionName(name: string): void {
  if (!SUBSCRIPTION_NAME.test(name)) throw invalidField(`The name '${name}' has to have 1 to 50 letters or digits.`);
}
