import type { Orphan } from "@azlin/vms";

/** Kinds of leftovers by how they are typed and shown. */
const KINDS: Readonly<Record<string, Orphan["kind"]>> = {
  nic: "networkInterface",
  "public-ip": "publicIp",
  nsg: "networkSecurityGroup",
  disk: "disk",
  snapshot: "snapshot",
};

/** The option that narrows a command to one kind. */
export const KIND_OPTION = {
  kind: "text",
  value: "KIND",
  choices: Object.keys(KINDS),
  description: "only leftovers of this kind (default: all)",
} as const;

/** The kind that was typed; `undefined` for none of them. */
export function orphanKind(name: string): Orphan["kind"] | undefined {
  return KINDS[name];
}

/** How a leftover's kind is shown. */
export function kindName({ kind }: Orphan): string {
  return Object.keys(KINDS).find((name) => KINDS[name] === kind) ?? kind;
}
