export type Format = 'empty' | 'gzip' | 'zip' | 'idx' | 'png' | 'jpeg' | 'webp' | 'text' | 'unknown'

const startsWith = (head: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, i) => head[at + i] === byte)

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))

const isUtf8 = (head: Uint8Array): boolean => {
  try {
    // As a stream: the head may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

/** No control characters but tab, line feed and carriage return, and UTF-8 or at least mostly ASCII. */
const isText = (head: Uint8Array): boolean =>
  head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) &&
  (isUtf8(head) || head.filter((byte) => byte < 0x80).length > head.length / 2)

/** What a file is, from its first bytes; its name says nothing. */
export const sniff = (head: Uint8Array): Format => {
  if (head.length === 0) return 'empty'
  if (startsWith(head, [0x1f, 0x8b])) return 'gzip'
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return 'zip'
  if (startsWith(head, [0x89, ...ascii('PNG')])) return 'png'
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (startsWith(head, ascii('RIFF')) && startsWith(head, ascii('WEBP'), 8)) return 'webp'
  if (startsWith(head, [0, 0]) && head.length >= 4) return 'idx'
  return isText(head) ? 'text' : 'unknown'
}
