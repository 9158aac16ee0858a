import { describe, expect, it } from "vitest";
import { readGraphPath } from "../../src/services/graph/graph-path.ts";

describe("a path of Graph", () => {
  it.each([
    ["/applications", "applications", []],
    ["/applications/$count", "applications/$count", []],
    ["/applications/x1/addPassword", "applications/{}/addpassword", ["id=x1"]],
    ["/applications(appId='a''b')", "applications/{}", ["appId=a'b"]],
    ["/applications(uniqueName='a%2Fb')", "applications/{}", ["uniqueName=a/b"]],
    ["/applications('x1')", "applications/{}", ["id=x1"]],
    [
      "/applications/x1/federatedIdentityCredentials(name='f')",
      "applications/{}/federatedidentitycredentials/{}",
      ["id=x1", "name=f"],
    ],
    ["/directory/deletedItems/x1/restore", "directory/deleteditems/{}/restore", ["id=x1"]],
    [
      "/directory/deletedItems/microsoft.graph.application/$count",
      "directory/deleteditems/microsoft.graph.application/$count",
      [],
    ],
    ["/directoryObjects/getByIds", "directoryobjects/getbyids", []],
  ])("%s is of the shape %s and names %j", (path, shape, keys) => {
    const read = readGraphPath(path);
    expect(read.shape).toBe(shape);
    expect(read.keys.map(({ property, value }) => `${property}=${value}`)).toEqual(keys);
  });
});
