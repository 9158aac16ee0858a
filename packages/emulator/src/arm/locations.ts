/** An Azure region as the local Azure knows it. */
export interface Region {
  readonly name: string;
  readonly displayName: string;
  readonly geographyGroup: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly pairedRegion: string;
  readonly zones: boolean;
}

const TABLE: readonly (readonly [string, string, string, string, string, string, boolean])[] = [
  ["eastus", "East US", "US", "37.3719", "-79.8164", "westus", true],
  ["eastus2", "East US 2", "US", "36.6681", "-78.3889", "centralus", true],
  ["westus", "West US", "US", "37.783", "-122.417", "eastus", false],
  ["westus2", "West US 2", "US", "47.233", "-119.852", "westcentralus", true],
  ["westus3", "West US 3", "US", "33.448376", "-112.074036", "eastus", true],
  ["centralus", "Central US", "US", "41.5908", "-93.6208", "eastus2", true],
  ["northcentralus", "North Central US", "US", "41.8819", "-87.6278", "southcentralus", false],
  ["southcentralus", "South Central US", "US", "29.4167", "-98.5", "northcentralus", true],
  ["westcentralus", "West Central US", "US", "40.89", "-110.234", "westus2", false],
  ["canadacentral", "Canada Central", "Canada", "43.653", "-79.383", "canadaeast", true],
  ["canadaeast", "Canada East", "Canada", "46.817", "-71.217", "canadacentral", false],
  ["brazilsouth", "Brazil South", "South America", "-23.55", "-46.633", "southcentralus", true],
  ["northeurope", "North Europe", "Europe", "53.3478", "-6.2597", "westeurope", true],
  ["westeurope", "West Europe", "Europe", "52.3667", "4.9", "northeurope", true],
  ["uksouth", "UK South", "Europe", "50.941", "-0.799", "ukwest", true],
  ["ukwest", "UK West", "Europe", "53.427", "-3.084", "uksouth", false],
  ["francecentral", "France Central", "Europe", "46.3772", "2.373", "francesouth", true],
  ["germanywestcentral", "Germany West Central", "Europe", "50.110924", "8.682127", "germanynorth", true],
  ["swedencentral", "Sweden Central", "Europe", "60.67488", "17.14127", "swedensouth", true],
  ["switzerlandnorth", "Switzerland North", "Europe", "47.451542", "8.564572", "switzerlandwest", true],
  ["norwayeast", "Norway East", "Europe", "59.913868", "10.752245", "norwaywest", true],
  ["eastasia", "East Asia", "Asia Pacific", "22.267", "114.188", "southeastasia", true],
  ["southeastasia", "Southeast Asia", "Asia Pacific", "1.283", "103.833", "eastasia", true],
  ["japaneast", "Japan East", "Asia Pacific", "35.68", "139.77", "japanwest", true],
  ["japanwest", "Japan West", "Asia Pacific", "34.6939", "135.5022", "japaneast", false],
  ["koreacentral", "Korea Central", "Asia Pacific", "37.5665", "126.978", "koreasouth", true],
  ["centralindia", "Central India", "Asia Pacific", "18.5822", "73.9197", "southindia", true],
  ["southindia", "South India", "Asia Pacific", "12.9822", "80.1636", "centralindia", false],
  ["australiaeast", "Australia East", "Asia Pacific", "-33.86", "151.2094", "australiasoutheast", true],
  ["australiasoutheast", "Australia Southeast", "Asia Pacific", "-37.8136", "144.9631", "australiaeast", false],
  ["uaenorth", "UAE North", "Middle East", "25.266666", "55.316666", "uaecentral", true],
  ["southafricanorth", "South Africa North", "Africa", "-25.73134", "28.21837", "southafricawest", true],
];

/** The regions that the local Azure offers, with Azure's names, places and pairs. */
export const REGIONS: readonly Region[] = TABLE.map(
  ([name, displayName, geographyGroup, latitude, longitude, pairedRegion, zones]) => ({
    name,
    displayName,
    geographyGroup,
    latitude,
    longitude,
    pairedRegion,
    zones,
  }),
);

/** Region name in the form ids and answers use: `East US 2` → `eastus2`. */
export function normalizeLocation(location: string): string {
  return location.toLowerCase().replaceAll(" ", "");
}

/** Whether the text names a region of the local Azure. */
export function isKnownLocation(location: string): boolean {
  const name = normalizeLocation(location);
  return REGIONS.some((region) => region.name === name);
}
