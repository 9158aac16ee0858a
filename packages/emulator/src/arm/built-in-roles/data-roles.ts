import { BASICS, type RoleRow } from "./role-row.ts";

const BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers";
const SERVICE_BUS_READS = [
  "Microsoft.ServiceBus/*/queues/read",
  "Microsoft.ServiceBus/*/topics/read",
  "Microsoft.ServiceBus/*/topics/subscriptions/read",
];

/** Roles on storage accounts and Service Bus, and on the data in them. */
export const DATA_ROLES: readonly RoleRow[] = [
  [
    "17d1049b-9a84-46fb-8f53-869881c3d3ab",
    "Storage Account Contributor",
    "Manages storage accounts, with access to their keys.",
    { actions: [...BASICS, "Microsoft.Storage/storageAccounts/*"] },
  ],
  [
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Owner",
    "Everything on blobs and their containers, access control too.",
    { actions: [`${BLOBS}/*`], dataActions: [`${BLOBS}/blobs/*`] },
  ],
  [
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Contributor",
    "Reads, writes and deletes blobs and their containers.",
    {
      actions: [`${BLOBS}/read`, `${BLOBS}/write`, `${BLOBS}/delete`],
      dataActions: [`${BLOBS}/blobs/read`, `${BLOBS}/blobs/write`, `${BLOBS}/blobs/delete`],
    },
  ],
  [
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "Storage Blob Data Reader",
    "Reads blobs and their containers.",
    { actions: [`${BLOBS}/read`], dataActions: [`${BLOBS}/blobs/read`] },
  ],
  [
    "090c5cfd-751d-490a-894a-3ce6f1109419",
    "Azure Service Bus Data Owner",
    "Everything on the data of Service Bus.",
    { actions: ["Microsoft.ServiceBus/*"], dataActions: ["Microsoft.ServiceBus/*"] },
  ],
  [
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
    "Storage Queue Data Contributor",
    "Reads, writes and deletes queues and their messages.",
    {
      actions: ["Microsoft.Storage/storageAccounts/queueServices/queues/*"],
      dataActions: ["Microsoft.Storage/storageAccounts/queueServices/queues/messages/*"],
    },
  ],
  [
    "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    "Storage Table Data Contributor",
    "Reads, writes and deletes tables and their entities.",
    {
      actions: ["Microsoft.Storage/storageAccounts/tableServices/tables/*"],
      dataActions: ["Microsoft.Storage/storageAccounts/tableServices/tables/entities/*"],
    },
  ],
  [
    "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
    "Azure Service Bus Data Sender",
    "Sends to the queues and topics of Service Bus.",
    {
      actions: SERVICE_BUS_READS,
      dataActions: ["Microsoft.ServiceBus/*/send/action"],
    },
  ],
  [
    "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
    "Azure Service Bus Data Receiver",
    "Receives from the queues and subscriptions of Service Bus.",
    {
      actions: SERVICE_BUS_READS,
      dataActions: ["Microsoft.ServiceBus/*/receive/action"],
    },
  ],
];
