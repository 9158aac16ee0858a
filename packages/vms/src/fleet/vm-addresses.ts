import { callOptions, resourceKey, type AbortOptions } from "@azlin/core";
import type { VmAzure } from "../vm-azure.ts";

/** Addresses of a network interface's primary configuration. */
export interface VmAddresses {
  readonly publicIp: string | null;
  readonly privateIp: string | null;
}

/** Rows of one page of Resource Graph; its maximum. */
const PAGE_ROWS = 1000;

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

interface IpConfiguration {
  readonly properties?: {
    readonly primary?: boolean;
    readonly privateIPAddress?: string;
    readonly publicIPAddress?: { readonly id?: string };
  };
}

/** Addresses of all network interfaces in scope, by interface id in lower case: one query for a page of them. */
export async function readAddresses(azure: VmAzure, options: AbortOptions): Promise<Map<string, VmAddresses>> {
  const publicIps = new Map<string, string>();
  const interfaces: Row[] = [];
  for await (const row of queryRows(azure, options)) {
    if (row.type.toLowerCase().endsWith("/networkinterfaces")) interfaces.push(row);
    else if (row.ipAddress !== undefined && row.ipAddress !== "") publicIps.set(resourceKey(row.id), row.ipAddress);
  }
  return new Map(interfaces.map((row) => [resourceKey(row.id), addressesOf(row, publicIps)]));
}

function addressesOf({ ipConfigurations }: Row, publicIps: ReadonlyMap<string, string>): VmAddresses {
  const all = ipConfigurations ?? [];
  const { properties } = all.find((entry) => entry.properties?.primary === true) ?? all[0] ?? {};
  const publicId = properties?.publicIPAddress?.id;
  return {
    privateIp: properties?.privateIPAddress ?? null,
    publicIp: publicId === undefined ? null : (publicIps.get(resourceKey(publicId)) ?? null),
  };
}

async function* queryRows({ clients, transport }: VmAzure, { signal }: AbortOptions): AsyncGenerator<Row> {
  const client = await clients.graph();
  const { subscriptionIds } = transport;
  let skipToken: string | undefined;
  do {
    const page = await client.resources(
      {
        query: QUERY,
        ...(subscriptionIds.length > 0 && { subscriptions: [...subscriptionIds] }),
        options: { top: PAGE_ROWS, resultFormat: "objectArray", ...(skipToken !== undefined && { skipToken }) },
      },
      callOptions({ signal }),
    );
    yield* page.data as Row[];
    skipToken = page.skipToken;
  } while (skipToken !== undefined);
}
