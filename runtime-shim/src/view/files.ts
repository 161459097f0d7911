/** Files that live on the logic thread, as the view sees them: paths (`wxfile://…`) and the object URLs that stand for them. */

const localFiles = new Map<string, string>()

/** What to load for an address: a file of the logic thread by its object URL, anything else as it is. */
export function localUrl(address: string): string {
  return localFiles.get(address) ?? address
}

/** The logic thread made, changed or (null) removed a file. Elements that show the old content keep it. */
export function setLocalFile(path: string, blob: Blob | null): void {
  const old = localFiles.get(path)
  if (old) URL.revokeObjectURL(old)
  if (blob) localFiles.set(path, URL.createObjectURL(blob))
  else localFiles.delete(path)
}

/** The address of a file that a program names: paths count from the root of the package. */
export function fileUrl(path: string): string {
  return new URL(localUrl(path).replace(/^\/(?!\/)/, ''), document.baseURI).href
}
