import { bytesOf, complained, operandsOf, type ScriptedCommand, type ScriptedResult } from "./scripted-command.ts";

const POLYNOMIAL = 0x04c11db7;

/** `cksum`: POSIX checksum and size of the input, or of each file. */
export const cksum: ScriptedCommand = async (args, { fs, cwd, stdin }) => {
  const files = operandsOf(args);
  if (files.length === 0) return line(bytesOf(stdin));
  const results = await Promise.all(
    files.map((file) =>
      fs.readFileBuffer(fs.resolvePath(cwd, file)).then(
        (bytes) => line(bytes, ` ${file}`),
        () => complained(`cksum: ${file}: No such file or directory`),
      ),
    ),
  );
  return {
    stdout: results.map(({ stdout }) => stdout).join(""),
    stderr: results.map(({ stderr }) => stderr).join(""),
    exitCode: Math.max(...results.map(({ exitCode }) => exitCode)),
  };
};

function line(bytes: Uint8Array, name = ""): ScriptedResult {
  return { stdout: `${checksum(bytes)} ${bytes.length}${name}\n`, stderr: "", exitCode: 0 };
}

/** The CRC of POSIX `cksum`, which goes on over the length: its octets, the lowest first. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = shift(crc, byte);
  for (let length = bytes.length; length > 0; length = Math.floor(length / 256)) crc = shift(crc, length & 255);
  return ~crc >>> 0;
}

function shift(crc: number, byte: number): number {
  let next = crc ^ (byte << 24);
  for (let bit = 0; bit < 8; bit += 1) next = next < 0 ? (next << 1) ^ POLYNOMIAL : next << 1;
  return next;
}
