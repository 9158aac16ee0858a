/**
 * The command by which a VM sends the files of a directory as a tar stream, and nothing but those that its input names.
 *
 * @param from - the directory, absolute.
 */
export function tarSendCommand(from: string): readonly string[] {
  return [
    "tar",
    "-c",
    "-f",
    "-",
    "--format=gnu",
    "--no-recursion",
    // Each name gets its content, also when two are one file.
    "--hard-dereference",
    "-C",
    from,
    "--null",
    "-T",
    "-",
  ];
}
