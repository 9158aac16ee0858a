import type { PowerState } from "./power-state.ts";

/** A VM as azlin shows it. What was not read, or what the VM has not got, is `null`: never 0, "" or a guess. */
export interface Vm {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly size: string | null;
  readonly powerState: PowerState;
  readonly provisioningState: string | null;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** A VM by its resource id, or by name and resource group. */
export type VmRef =
  | string
  | { readonly name: string; readonly resourceGroup: string; readonly subscriptionId?: string };
