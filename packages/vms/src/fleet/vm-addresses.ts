import { resourceKey, type AbortOptions } from "@azlin/core";
import { queryResourceGraph } from "@azlin/tags";
import type { VmAzure } from "../vm-azure.ts";

/** Addresses of a network interface's primary configuration. */
export interface VmAddresses {
  readonly publicIp: string | null;
  readonly privateIp: string | null;
}

const QUERY =
  "Resources | where type in~ ('microsoft.network/networkinterfaces', 'microsoft.network/publicipaddresses')" +
  " | project id, type, ipAddress = tostring(properties.ipAddress), ipConfigurations = properties.ipConfigurations" +
  " | order by id asc";

interface Row {
  readonly id: string;
  readonly type: string;
  readonly ipAddress?: string;
  readonly ipConfigurations?: readonly IpConfiguration[] | null;
}

/** An address of a network interface. */
export interface IpConfiguration {
  readonly properties?: {
    readonly primary?: boolean;
    readonly privateIPAddress?: string;
    readonly publicIPAddress?: { readonly id?: string };
  };
}

/** The configuration of an interface that counts: the primary one, else the first. */
export function primaryConfiguration(
  all: readonly IpConfiguration[] | null | undefined,
): IpConfiguration["properties"] | undefined {
  return (all?.find((entry) => entry.properties?.primary === true) ?? all?.[0])?.properties;
}

/** Addresses of all network interfaces in scope, by interface id in lower case: one query for a page of them. */
export async function readAddresses(azure: VmAzure, options: AbortOptions): Promise<Map<string, VmAddresses>> {
  const publicIps = new Map<string, string>();
  const interfaces: Row[] = [];
  for await (const page of queryResourceGraph<Row>(azure.clients, QUERY, options)) {
    for (const row of page) {
      if (row.type.toLowerCase().endsWith("/networkinterfaces")) interfaces.push(row);
      else if (row.ipAddress !== undefined && row.ipAddress !== "") publicIps.set(resourceKey(row.id), row.ipAddress);
    }
  }
  return new Map(interfaces.map((row) => [resourceKey(row.id), addressesOf(row, publicIps)]));
}

function addressesOf({ ipConfigurations }: Row, publicIps: ReadonlyMap<string, string>): VmAddresses {
  const properties = primaryConfiguration(ipConfigurations);
  const publicId = properties?.publicIPAddress?.id;
  return {
    privateIp: properties?.privateIPAddress ?? null,
    publicIp: publicId === undefined ? null : (publicIps.get(resourceKey(publicId)) ?? null),
  };
}
