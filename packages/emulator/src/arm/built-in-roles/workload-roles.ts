import { BASICS, type RoleRow } from "./role-row.ts";

/** Roles on containers, models and monitoring. */
export const WORKLOAD_ROLES: readonly RoleRow[] = [
  [
    "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "AcrPull",
    "Pulls images from a container registry.",
    { actions: ["Microsoft.ContainerRegistry/registries/pull/read"] },
  ],
  [
    "8311e382-0749-4cb8-b61a-304f252e45ec",
    "AcrPush",
    "Pushes images to a container registry and pulls them.",
    {
      actions: [
        "Microsoft.ContainerRegistry/registries/pull/read",
        "Microsoft.ContainerRegistry/registries/push/write",
      ],
    },
  ],
  [
    "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Cognitive Services User",
    "Uses Cognitive Services and reads their keys.",
    {
      actions: ["Microsoft.CognitiveServices/*/read", "Microsoft.CognitiveServices/accounts/listkeys/action"],
      dataActions: ["Microsoft.CognitiveServices/*"],
    },
  ],
  [
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "Cognitive Services OpenAI User",
    "Uses the models of Azure OpenAI.",
    {
      actions: ["Microsoft.CognitiveServices/*/read"],
      dataActions: ["Microsoft.CognitiveServices/accounts/OpenAI/*"],
    },
  ],
  [
    "53ca6127-db72-4b80-b1b0-d745d6d5456d",
    "Azure AI User",
    "Reads AI projects and accounts and works with the data of a project.",
    {
      actions: [
        "Microsoft.Authorization/*/read",
        "Microsoft.CognitiveServices/*/read",
        "Microsoft.CognitiveServices/accounts/listkeys/action",
      ],
      dataActions: ["Microsoft.CognitiveServices/*"],
    },
  ],
  [
    "358470bc-b998-42bd-ab17-a7e34c199c0f",
    "Container Apps Contributor",
    "Manages container apps, but not the environments that they run in.",
    {
      actions: [
        ...BASICS,
        "Microsoft.App/containerApps/*/read",
        "Microsoft.App/containerApps/*/write",
        "Microsoft.App/containerApps/*/delete",
        "Microsoft.App/containerApps/*/action",
        "Microsoft.App/managedEnvironments/read",
        "Microsoft.App/managedEnvironments/*/read",
        "Microsoft.App/managedEnvironments/join/action",
      ],
    },
  ],
  [
    "749f88d5-cbae-40b8-bcfc-e573ddc772fa",
    "Monitoring Contributor",
    "Reads all monitoring data and changes its settings.",
    { actions: ["*/read", "Microsoft.Insights/*", "Microsoft.OperationalInsights/workspaces/*"] },
  ],
  [
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
    "Monitoring Reader",
    "Reads all monitoring data.",
    { actions: ["*/read", "Microsoft.OperationalInsights/workspaces/search/action"] },
  ],
  [
    "3913510d-42f4-4e42-8a64-420c390055eb",
    "Monitoring Metrics Publisher",
    "Publishes metrics of resources.",
    {
      actions: ["Microsoft.Insights/Register/Action", "Microsoft.Resources/subscriptions/resourceGroups/read"],
      dataActions: ["Microsoft.Insights/Metrics/Write", "Microsoft.Insights/Telemetry/Write"],
    },
  ],
];
