/** `crypto.getRandomValues` refuses more bytes than this at once (Web Cryptography API, section 10.1.1). */
const SLICE_BYTES = 65_536

/**
 * Words of 32 cryptographically secure random bits, drawn in slices of at most 64 KiB. Every word is handed out once
 * and overwritten, so that noise that was used cannot be read back from memory.
 */
export class RandomWords {
  readonly #words: Uint32Array<ArrayBuffer>
  #next: number

  /** `expected`: how many words the caller will need, roughly; it sizes the slices. */
  constructor(expected: number) {
    this.#words = new Uint32Array(Math.max(16, Math.min(SLICE_BYTES / 4, Math.ceil(expected))))
    this.#next = this.#words.length
  }

  /** An integer, 0 to 2^32 - 1. */
  next(): number {
    if (this.#next === this.#words.length) {
      crypto.getRandomValues(this.#words)
      this.#next = 0
    }
    const word = this.#words[this.#next]!
    this.#words[this.#next] = 0
    this.#next += 1
    return word
  }
}
