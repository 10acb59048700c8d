import { formatMoment, formatMonth } from '../../lib/i18n/format.ts'
import { type MoneyPoint, monthOf } from '../../lib/views/earnings.ts'
import { largest } from './largest.ts'

interface MoneyCurveProps {
  readonly paid: readonly MoneyPoint[]
  readonly accepted: readonly MoneyPoint[]
  readonly now: number
  readonly label: string
}

const WIDTH = 806
const HEIGHT = 150
const FLOOR = 122

/** A running total as steps: money moves at moments, and a slanted line would show some that never was. */
const steps = (
  points: readonly MoneyPoint[],
  x: (at: number) => number,
  y: (total: bigint) => number,
): string =>
  points.length === 0
    ? ''
    : `M${x(points[0]?.at ?? 0).toFixed(1)} ${FLOOR}${points
        .map(({ at, total }) => `H${x(at).toFixed(1)}V${y(total).toFixed(1)}`)
        .join('')}H${WIDTH}`

/** First moments of the months between two times, for the axis. At most eight. */
const monthTicks = (from: number, to: number): readonly number[] => {
  const ticks: number[] = []
  const first = new Date(from)
  for (let month = first.getMonth() + 1; ticks.length < 240; month++) {
    const tick = new Date(first.getFullYear(), month, 1).getTime()
    if (tick > to) break
    ticks.push(tick)
  }
  const stride = Math.ceil(ticks.length / 8)
  return ticks.filter((_, index) => index % Math.max(1, stride) === 0)
}

/** What was paid over time, and dashed above it what publishers have accepted. */
export function MoneyCurve({ paid, accepted, now, label }: MoneyCurveProps) {
  const all = [...paid, ...accepted]
  if (all.length === 0) return null
  const first = Math.min(...all.map(({ at }) => at))
  const from = first - Math.max(60_000, (now - first) * 0.04)
  const top = largest(all.map(({ total }) => total))
  const x = (at: number) => ((at - from) / Math.max(1, now - from)) * WIDTH
  const y = (total: bigint) => FLOOR - (Number((total * 1000n) / top) / 1000) * (FLOOR - 12)
  const ticks = monthTicks(from, now)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block h-auto w-full" role="img" aria-label={label}>
      {[FLOOR, 85, 48, 12].map((line) => (
        <path key={line} d={`M0 ${line}H${WIDTH}`} className="stroke-line" strokeWidth="1" />
      ))}
      <path
        d={steps(accepted, x, y)}
        fill="none"
        className="stroke-accent"
        strokeWidth="1.5"
        strokeDasharray="3 4"
      />
      <path d={steps(paid, x, y)} fill="none" className="stroke-accent" strokeWidth="2" />
      <g className="fill-soft" style={{ fontSize: 11 }}>
        {ticks.length === 0 && (
          <text x={x(first)} y={HEIGHT - 6} textAnchor={x(first) > WIDTH * 0.8 ? 'end' : 'start'}>
            {formatMoment(first)}
          </text>
        )}
        {ticks.map((tick) => (
          <text key={tick} x={x(tick)} y={HEIGHT - 6}>
            {formatMonth(monthOf(tick)).split(' ')[0]}
          </text>
        ))}
      </g>
    </svg>
  )
}
