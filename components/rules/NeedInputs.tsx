export interface DescribedNeed {
  /** Of the switch, whose words name the value's field too. */
  readonly labelId: string
  readonly isWrong: boolean
  readonly describedBy: string
}

interface ValueProps {
  readonly described: DescribedNeed
  /** Where the condition's own words do not name it. */
  readonly label?: string
  readonly type?: 'text' | 'time'
  readonly className?: string
  readonly value: string
  readonly onChange: (value: string) => void
}

export function Value({ described, label, type = 'text', className, value, onChange }: ValueProps) {
  const width = className ?? (type === 'time' ? 'w-36' : 'w-24')
  return (
    <input
      type={type}
      inputMode={type === 'text' ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      className={`field num min-w-0 ${width}`}
      aria-label={label}
      aria-labelledby={label === undefined ? described.labelId : undefined}
      aria-describedby={described.describedBy}
      aria-invalid={described.isWrong}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface ChoiceProps<C extends string> {
  readonly described: DescribedNeed
  readonly label?: string
  readonly value: C
  readonly choices: readonly C[]
  readonly nameOf: (choice: C) => string
  readonly onChange: (choice: C) => void
}

/** One of a few. */
export function Choice<C extends string>({
  described,
  label,
  value,
  choices,
  nameOf,
  onChange,
}: ChoiceProps<C>) {
  return (
    <select
      className="field min-w-0 max-w-full"
      aria-label={label}
      aria-labelledby={label === undefined ? described.labelId : undefined}
      aria-describedby={described.describedBy}
      value={value}
      onChange={(event) => {
        const next = choices.find((choice) => choice === event.currentTarget.value)
        if (next !== undefined) onChange(next)
      }}
    >
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {nameOf(choice)}
        </option>
      ))}
    </select>
  )
}
