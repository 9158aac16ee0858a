/**
 * Unpacks a tar stream into a directory of its own beside where the files go, and lists what has arrived: kind, size
 * and time separated by tabs, path, NUL. Arguments: the destination, the name of that directory.
 */
const RECEIVE = `
export LC_ALL=C
mkdir -p -- "$1" && cd -- "$1" && mkdir -m 700 -- "$2" || exit 73
if tar -x -p -f - --no-same-owner -C "$2"; then cd "$2" && find . ! -type d -printf '%y\\t%s\\t%T@\\t%P\\0'
else code=$?; rm -rf -- "$2"; exit "$code"; fi
`;

/**
 * Moves what has arrived to where it goes, under its final names, and removes the directory: whole directories that are
 * not there yet at once, what is in others file by file. Arguments: the destination, that directory, and the name of the
 * only file when it is to have another one. Input: paths, each ended by NUL, that are not to be moved.
 */
const COMMIT = `
export LC_ALL=C
cd -- "$1/$2" && xargs -0 -r rm -f -- && find . -type d ! -perm -700 -exec chmod u+rwx {} + || exit 73
status=0
if [ $# -gt 2 ]; then for file in ./* ./.[!.]* ./..?*; do
  if [ -e "$file" ] || [ -L "$file" ]; then mv -f -T -- "$file" "../$3" || status=74; fi
done
else
  find . -mindepth 1 -maxdepth 1 -type d -print0 | xargs -0 -r sh -c 'for directory do
    [ -e "../$directory" ] || [ -L "../$directory" ] || printf "%s\\0" "$directory"
  done' sh | xargs -0 -r mv -t .. -- || status=74
  find . -mindepth 1 -type d -print0 | (cd .. && xargs -0 -r mkdir -p --) || status=74
  find . -type d -exec sh -c 'status=0; for directory do
    [ "$directory" = . ] || chmod --reference="$directory" "../$directory" || status=1
    find "$directory" -maxdepth 1 ! -type d -print0 | xargs -0 -r mv -f -t "../$directory" -- || status=1
  done; exit $status' sh {} + || status=74
fi
cd .. && rm -rf -- "$2"
exit $status
`;

const DISCARD = `cd -- "$1" && rm -rf -- "$2"`;

/** Where a tar stream is unpacked. */
export interface Receiving {
  /** Destination directory on the VM. */
  readonly to: string;
  /** Name of the directory in it that holds files until they are whole. */
  readonly partial: string;
}

/** The command that receives a tar stream. */
export function receiveCommand({ to, partial }: Receiving): readonly string[] {
  return ["sh", "-c", RECEIVE, "sh", plain(to), partial];
}

/** The command that puts received files in place. */
export function commitCommand({ to, partial }: Receiving, rename: string | undefined): readonly string[] {
  return ["sh", "-c", COMMIT, "sh", plain(to), partial, ...(rename === undefined ? [] : [rename])];
}

/** The command that removes what was received. */
export function discardCommand({ to, partial }: Receiving): readonly string[] {
  return ["sh", "-c", DISCARD, "sh", plain(to), partial];
}

function plain(path: string): string {
  return path.startsWith("/") ? path : `./${path}`;
}
