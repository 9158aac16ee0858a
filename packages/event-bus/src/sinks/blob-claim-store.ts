import { NotFoundError } from "@azlin/core";
import type { ContainerClient } from "@azure/storage-blob";
import type { ClaimStore } from "../publish/claim-check.ts";

/** Keeps bodies that are too large for a message in a container, which has to be there. */
export function blobClaimStore(container: ContainerClient): ClaimStore {
  return {
    put: async (name, bytes) => {
      await container.getBlockBlobClient(name).uploadData(bytes);
    },
    get: async (name) => {
      try {
        return await container.getBlobClient(name).downloadToBuffer();
      } catch (error) {
        if ((error as { readonly statusCode?: number }).statusCode !== 404) throw error;
        throw new NotFoundError("CLAIM_NOT_FOUND", `The body of the event is not in '${name}'.`, {
          hint: "See whether blobs are removed before their events are received.",
          cause: error,
        });
      }
    },
  };
}
