import { describe, expect, it } from "vitest";
import { RouteTable } from "../../src/arm/route-table.ts";

const route = (path: string, status: number, method = "GET"): Parameters<RouteTable["add"]>[0][number] => ({
  method,
  path,
  handle: () => ({ status }),
});

describe("RouteTable", () => {
  const table = new RouteTable();
  table.add([
    route("/subscriptions/{subscriptionId}/locations", 1),
    route("/subscriptions/{subscriptionId}/{other}", 2),
    route("/subscriptions/{subscriptionId}/locations", 3, "POST"),
    route("/{*scope}/providers/Microsoft.Resources/tags/default", 4),
    route("/{*scope}/providers/Microsoft.Resources/deployments/{name}", 5),
  ]);
  const match = (path: string): ReturnType<RouteTable["match"]> => table.match(path.split("/").filter(Boolean));

  it("matches literals without regard to case, and before named segments", () => {
    expect([...match("/SUBSCRIPTIONS/s/Locations")!.handlers.keys()]).toEqual(["GET", "POST"]);
    expect(match("/subscriptions/s/else")!.parameters).toEqual({ subscriptionId: "s", other: "else" });
  });

  it("matches below any scope from the last provider on", () => {
    const scope = "/subscriptions/s/resourceGroups/g/providers/A.B/c/d";
    expect(match(`${scope}/providers/microsoft.resources/TAGS/default`)!.parameters).toEqual({ scope });
    expect(match("/providers/Microsoft.Resources/deployments/n")!.parameters).toEqual({ scope: "/", name: "n" });
  });

  it("matches neither more nor less than a whole path", () => {
    expect(match("/subscriptions/s")).toBeUndefined();
    expect(match("/subscriptions/s/locations/more")).toBeUndefined();
    expect(match("/")).toBeUndefined();
  });
});
