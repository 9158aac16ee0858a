import { expect, it } from "vitest";
import { progressInWords } from "../../src/copy/copy-files.ts";
import { formatBytes } from "../../src/render/format-bytes.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 KB"],
  [1_500_000, "1.5 MB"],
  [123_456_789, "123 MB"],
  [2_000_000_000_000_000, "2000 TB"],
])("shows %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it("tells how far a copy is in bytes, by rate and in files", () => {
  const progress = { bytes: 1_500_000, totalBytes: 3e9, files: 2, totalFiles: 10, bytesPerSecond: 25_000_000 };
  expect(progressInWords(progress)).toBe("1.5 MB of 3.0 GB, 25.0 MB/s, 2 of 10 files");
});
