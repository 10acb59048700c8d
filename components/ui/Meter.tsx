/** Shares of one, 0 to 1. `next` is drawn striped after `spent`. */
interface MeterProps {
  readonly spent: number
  readonly next?: number
  readonly label: string
}

const percent = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`

/** A quantity with its limit, as a picture; the number stands beside it in words. */
export function Meter({ spent, next = 0, label }: MeterProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot be drawn in two parts
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(Math.min(1, spent) * 100)}
      className="relative h-1.5 overflow-hidden rounded-full bg-line"
    >
      <i className="absolute inset-y-0 left-0 rounded-full bg-ink" style={{ width: percent(spent) }} />
      {next > 0 && (
        <i
          className="striped absolute inset-y-0"
          style={{ left: percent(spent), width: percent(Math.max(next, 0.012)) }}
        />
      )}
    </div>
  )
}

interface ProgressProps {
  readonly value: number
  readonly max: number
  readonly label: string
}

/** Work under way. */
export function Progress({ value, max, label }: ProgressProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className="relative h-1.5 overflow-hidden rounded-full bg-line"
    >
      <i
        className="absolute inset-y-0 left-0 rounded-full bg-ink motion-safe:transition-[width] motion-safe:duration-200 motion-safe:ease-linear"
        style={{ width: percent(max === 0 ? 0 : value / max) }}
      />
    </div>
  )
}
