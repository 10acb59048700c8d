import { formatNumber } from '../../lib/i18n/format.ts'

interface LossCurveProps {
  /** One loss per finished step, in order. */
  readonly losses: readonly number[]
  /** Steps of the whole round: the axis does not move while it runs. */
  readonly steps: number
  readonly label: string
}

const WIDTH = 640
const HEIGHT = 120

/** Loss over the steps of one round, with its first and last value written at the line's ends. */
export function LossCurve({ losses, steps, label }: LossCurveProps) {
  const finite = losses.filter(Number.isFinite)
  const top = Math.max(...finite, 0.001)
  const x = (step: number) => 4 + (step / Math.max(1, steps - 1)) * (WIDTH - 8)
  const y = (loss: number) => 8 + (1 - loss / top) * (HEIGHT - 28)
  const points = losses.flatMap((loss, step) =>
    Number.isFinite(loss) ? [`${x(step).toFixed(1)},${y(loss).toFixed(1)}`] : [],
  )
  const last = finite.at(-1) ?? 0
  const lastX = x(losses.length - 1)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block h-auto w-full" role="img" aria-label={label}>
      {[0, 0.5, 1].map((share) => (
        <path key={share} d={`M0 ${y(top * share)}H${WIDTH}`} className="stroke-line" strokeWidth="1" />
      ))}
      <polyline points={points.join(' ')} fill="none" className="stroke-accent" strokeWidth="2" />
      <circle cx={lastX} cy={y(last)} r="3.5" className="fill-accent" />
      <g className="num fill-soft" style={{ fontSize: 11 }}>
        <text x="0" y={HEIGHT - 4}>
          {formatNumber(finite[0] ?? 0, 3)}
        </text>
        <text
          x={Math.min(lastX, WIDTH - 4)}
          y={HEIGHT - 4}
          textAnchor={lastX > 80 ? 'end' : 'start'}
          dx={lastX > 80 ? 0 : 60}
        >
          {formatNumber(last, 3)}
        </text>
      </g>
    </svg>
  )
}
