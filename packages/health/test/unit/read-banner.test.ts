import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBanner } from "../../src/ssh/read-banner.ts";

describe("the first bytes of a server", () => {
  const text = "hello\r\nSSH-2.0-OpenSSH_9.6\r\nmore";

  it("are a banner only once its line is whole", () => {
    const end = text.indexOf("\nmore") + 1;
    fc.assert(
      fc.property(fc.nat(text.length), (length) => {
        const banner = length < end ? "incomplete" : { banner: "SSH-2.0-OpenSSH_9.6" };
        expect(readBanner(text.slice(0, length))).toEqual(banner);
      }),
    );
  });

  it("are no banner in the middle of a line", () => {
    expect(readBanner("this is not SSH-2.0-x\r\n")).toBe("incomplete");
  });

  it("are a banner only of lines that begin with SSH-, whatever else is said", () => {
    const line = fc.constantFrom("SSH-2.0-a", "SSH-1.99-b", "SSH-x", "ssh-2.0-c", "220 ready", "");
    const noise = fc.array(fc.oneof(line, fc.string({ unit: "binary" })), { maxLength: 6 });
    fc.assert(
      fc.property(noise, (lines) => {
        const found = [readBanner(`${lines.join("\n")}\n`)].flatMap((one) =>
          typeof one === "object" ? one.banner : [],
        );
        expect(found.filter((banner) => !/^SSH-\d+\.\d+-/.test(banner))).toEqual([]);
      }),
    );
  });
});
