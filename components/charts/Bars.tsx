import { largest } from './largest.ts'

interface BarsProps {
  /** Oldest first; the last one is emphasised. Any unit, since only proportions are drawn. */
  readonly values: readonly bigint[]
  readonly label: string
}

const WIDTH = 324
const HEIGHT = 44
const GAP = 7

/** A few amounts side by side. Precise numbers stand elsewhere; each bar has a cap, so that it shows on any screen. */
export function Bars({ values, label }: BarsProps) {
  const top = largest(values)
  const width = (WIDTH - GAP * (values.length - 1)) / values.length
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block h-auto w-full" role="img" aria-label={label}>
      {values.map((value, index) => {
        const height = Math.max(2, Number((value * 1000n) / top) * ((HEIGHT - 2) / 1000))
        const x = index * (width + GAP)
        const isLast = index === values.length - 1
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <g key={index}>
            <rect
              x={x}
              y={HEIGHT - height}
              width={width}
              height={height}
              className={isLast && value > 0n ? 'fill-accent' : 'fill-line'}
            />
            {!isLast && value > 0n && (
              <rect x={x} y={HEIGHT - height} width={width} height="1.5" className="fill-edge" />
            )}
          </g>
        )
      })}
    </svg>
  )
}
