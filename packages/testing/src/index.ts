export { describeTransports } from "./describe-transports.ts";
export type { Reach, Reached } from "./describe-transports.ts";
export { fakeAzPath } from "./fake-az.ts";
export { realAzEnvironment } from "./real-az-environment.ts";
export { realComponent } from "./real-component.ts";
export { transportCases } from "./transport-cases.ts";
export type { TransportCase } from "./transport-cases.ts";
export { verifies } from "./verifies.ts";
export { withTempHome } from "./with-temp-home.ts";
