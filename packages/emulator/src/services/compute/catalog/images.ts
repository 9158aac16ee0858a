import { textAt, type JsonObject } from "../../../json/json.ts";

/** A platform image that the local Azure offers. */
export interface PlatformImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  /** Oldest first. */
  readonly versions: readonly string[];
  readonly os: "Linux" | "Windows";
  readonly architecture: "x64" | "Arm64";
  readonly hyperVGeneration: "V1" | "V2";
  /** Name that `az vm create --image` takes for it. */
  readonly alias?: string;
}

type Row = readonly [publisher: string, offer: string, sku: string, versions: readonly string[], alias?: string];

const JAMMY = ["22.04.202506200", "22.04.202509110"];
const NOBLE = ["24.04.202506200", "24.04.202511010"];

const LINUX: readonly Row[] = [
  ["Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-gen2", JAMMY, "Ubuntu2204"],
  ["Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", JAMMY],
  ["Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-arm64", JAMMY],
  ["Canonical", "ubuntu-24_04-lts", "server", NOBLE, "Ubuntu2404"],
  ["Canonical", "ubuntu-24_04-lts", "server-gen1", NOBLE],
  ["Canonical", "ubuntu-24_04-lts", "server-arm64", NOBLE],
  ["Debian", "debian-12", "12-gen2", ["0.20250814.2204"]],
  ["Debian", "debian-11", "11-backports-gen2", ["0.20250303.2040"], "Debian11"],
  ["RedHat", "RHEL", "8-lvm-gen2", ["8.10.2025062417"], "RHELRaw8LVMGen2"],
  ["RedHat", "RHEL", "9-lvm-gen2", ["9.5.2025060415"]],
  ["SUSE", "sles-15-sp5", "gen2", ["2025.05.09"], "SuseSles15SP5"],
];

const WINDOWS: readonly Row[] = [
  ["MicrosoftWindowsServer", "WindowsServer", "2022-datacenter-g2", ["20348.4052.250802"], "Win2022Datacenter"],
  [
    "MicrosoftWindowsServer",
    "WindowsServer",
    "2022-datacenter-azure-edition-core",
    ["20348.4052.250802"],
    "Win2022AzureEditionCore",
  ],
  ["MicrosoftWindowsServer", "WindowsServer", "2019-datacenter-gensecond", ["17763.7678.250802"], "Win2019Datacenter"],
];

/** The images that the local Azure offers. */
export const PLATFORM_IMAGES: readonly PlatformImage[] = [
  ...LINUX.map((row) => imageOf(row, "Linux")),
  ...WINDOWS.map((row) => imageOf(row, "Windows")),
];

/** The version that `latest` means for an image reference. An image that nobody offers has one all the same. */
export function latestVersion(reference: JsonObject): string {
  const found = PLATFORM_IMAGES.find(
    ({ publisher, offer, sku }) =>
      sameText(publisher, textAt(reference, "publisher")) &&
      sameText(offer, textAt(reference, "offer")) &&
      sameText(sku, textAt(reference, "sku")),
  );
  return found?.versions.at(-1) ?? "1.0.0";
}

function imageOf([publisher, offer, sku, versions, alias]: Row, os: "Linux" | "Windows"): PlatformImage {
  return {
    publisher,
    offer,
    sku,
    versions,
    os,
    architecture: sku.includes("arm64") ? "Arm64" : "x64",
    hyperVGeneration: /gen1|22_04-lts$/.test(sku) ? "V1" : "V2",
    ...(alias !== undefined && { alias }),
  };
}

function sameText(left: string, right: string | undefined): boolean {
  return left.toLowerCase() === right?.toLowerCase();
}
