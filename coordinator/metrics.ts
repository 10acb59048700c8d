/** Counts since this process began, by name and label, as Prometheus text shows them. */
export class Counters {
  readonly #values = new Map<string, number>()

  /** `name` such as `proviso_refusals_total`; one label at most. */
  add(name: string, label?: { readonly [name: string]: string }): void {
    const key = series(name, label ?? {})
    this.#values.set(key, (this.#values.get(key) ?? 0) + 1)
  }

  lines(): string[] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key} ${value}`)
  }
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

/** `name{label="value"}`, the text exposition format of Prometheus. */
export const series = (name: string, labels: { readonly [name: string]: string }): string => {
  const inner = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`)
  return inner.length === 0 ? name : `${name}{${inner.join(',')}}`
}
