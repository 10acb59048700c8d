import { type ReactNode, useId } from 'react'
import { Problem } from '../ui/Notes.tsx'

export interface FieldProps {
  readonly label: string
  readonly note?: string | undefined
  /** What is wrong with it, once the person has tried to save. */
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

interface Described {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

interface LabelledProps extends Pick<FieldProps, 'label' | 'note' | 'error'> {
  readonly children: (field: Described) => ReactNode
}

/** A label, what is written into the field, what it means, and what is wrong with it: tied together for everybody. */
function Labelled({ label, note, error, children }: LabelledProps) {
  const id = useId()
  const described = [
    ...(note === undefined ? [] : [`${id}-note`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ]
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="block">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
      })}
      {note !== undefined && (
        <p id={`${id}-note`} className="mt-0.5 text-sm text-soft">
          {note}
        </p>
      )}
      {error !== undefined && (
        <div id={`${id}-error`}>
          <Problem>{error}</Problem>
        </div>
      )}
    </div>
  )
}

/** A list, an entry a line: grows with what is written. */
export function Lines({ value, onChange, ...labels }: FieldProps) {
  return (
    <Labelled {...labels}>
      {(field) => (
        <textarea
          {...field}
          rows={1}
          spellCheck={false}
          autoComplete="off"
          className="field field-sizing-content mt-1 block max-h-40 w-full resize-none"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Labelled>
  )
}

interface LineProps extends FieldProps {
  readonly type?: 'text' | 'date' | 'time'
  readonly inputMode?: 'decimal' | 'numeric'
  readonly maxLength?: number
  readonly className?: string
}

export function Line({
  value,
  onChange,
  type = 'text',
  inputMode,
  maxLength,
  className = 'w-full',
  ...labels
}: LineProps) {
  return (
    <Labelled {...labels}>
      {(field) => (
        <input
          {...field}
          type={type}
          inputMode={inputMode}
          maxLength={maxLength}
          spellCheck={false}
          autoComplete="off"
          className={`field num mt-1 block min-w-0 ${className}`}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Labelled>
  )
}

interface ChecksProps {
  readonly label: string
  /** The words stand beside it already. */
  readonly isNamed?: boolean
  readonly choices: readonly { readonly value: string; readonly name: string }[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Any of a few. */
export function Checks({ label, isNamed = false, choices, chosen, onChange }: ChecksProps) {
  return (
    <fieldset>
      <legend className={isNamed ? 'sr-only' : 'float-left me-6'}>{label}</legend>
      <div className="flex flex-wrap gap-x-5">
        {choices.map(({ value, name }) => (
          <label key={value} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, value]
                    : chosen.filter((other) => other !== value),
                )
              }
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
