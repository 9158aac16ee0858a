import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { parseEndpoint } from "../../src/index.ts";

describe("the end of a copy", () => {
  it.each([
    ["vm:/tmp/x", "vm", "/tmp/x"],
    ["vm:", "vm", "."],
    ["vm:~", "vm", "."],
    ["vm:~/a b", "vm", "a b"],
    ["vm:~/", "vm", "./"],
    ["vm:dir/a:b", "vm", "dir/a:b"],
    ["vm:/a:b:c", "vm", "/a:b:c"],
    ["my_vm-2.x:-rf", "my_vm-2.x", "-rf"],
  ])("%s is on a VM", (text, vm, path) => {
    verifies("V2-09");
    expect(parseEndpoint(text)).toEqual({ kind: "remote", vm, path });
  });

  it.each(["./a:b", "../x", "/a:b", "~/x", "plain", "dir/a:b", String.raw`C:\Users`, "c:/Users"])(
    "%s is local",
    (text) => {
      expect(parseEndpoint(text)).toEqual({ kind: "local", path: text });
    },
  );

  it.each(["", ":path", "a:b:c", "a::b", "a b:c", "-x:y", "vm:~other/x", "$(id):x"])("%s is refused", (text) => {
    expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ code: "INVALID_ENDPOINT" }));
  });
});
