import type { PickedFile } from './VaultContext.ts'

/** Files of an `<input type=file>`; a folder keeps the paths inside it. */
export const fromInput = (files: FileList | null): readonly PickedFile[] =>
  [...(files ?? [])].map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }))

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject))

/** A directory hands its entries out in portions, until one is empty. */
const allEntries = async (directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = directory.createReader()
  const entries: FileSystemEntry[] = []
  for (let portion = await readEntries(reader); portion.length > 0; portion = await readEntries(reader))
    entries.push(...portion)
  return entries
}

const walk = async (entry: FileSystemEntry): Promise<readonly PickedFile[]> => {
  const path = entry.fullPath.replace(/^\//, '')
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path, file }]
  }
  const inside = await allEntries(entry as FileSystemDirectoryEntry)
  return (await Promise.all(inside.map(walk))).flat()
}

/** What was dropped, folders walked through. The list must be read before the event ends; only then may it await. */
export const fromDrop = async (items: DataTransferItemList): Promise<readonly PickedFile[]> => {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return (await Promise.all(entries.map(walk))).flat()
}

/** A first guess at a name: the folder's, or the file's without its endings. */
export const suggestName = (files: readonly PickedFile[]): string => {
  const path = files[0]?.path ?? ''
  const folder = path.includes('/') ? path.split('/')[0] : undefined
  return folder ?? path.replace(/\.[a-z0-9]{1,5}(\.gz)?$/i, '').slice(0, 60)
}
