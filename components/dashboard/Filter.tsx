import { useId } from 'react'
import type { MoneyState } from '../../lib/views/money.ts'

export const STATES: readonly MoneyState[] = ['estimated', 'confirmed', 'claimable', 'paid']

export const isMoneyState = (name: string): name is MoneyState => STATES.some((state) => state === name)

interface FilterProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, name: string])[]
  readonly onChoose: (value: string) => void
}

/** A labelled choice, small enough to stand beside a title. */
export function Filter({ label, value, choices, onChoose }: FilterProps) {
  const id = useId()
  return (
    <span className="inline-flex items-baseline gap-2 text-sm">
      <label htmlFor={id} className="text-soft">
        {label}
      </label>
      <select
        id={id}
        className="field text-sm"
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </select>
    </span>
  )
}
