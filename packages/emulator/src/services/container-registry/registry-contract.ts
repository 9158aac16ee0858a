/** Type of container registries. */
export const REGISTRY_TYPE = "Microsoft.ContainerRegistry/registries";
