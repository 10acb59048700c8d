import { type ReactNode, useId } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import type { Condition } from '../../lib/policy/rule.ts'
import type { KnownToken, NeedsForm } from '../../lib/views/rulesForm.ts'
import type { FieldErrors } from '../../lib/views/rulesRead.ts'
import { Problem } from '../ui/Notes.tsx'
import type { DescribedNeed } from './NeedInputs.tsx'
import { NeedValue } from './NeedValue.tsx'
import { defaultNeed, NEED_GROUPS, type NeedGroup } from './needGroups.ts'

interface NeedsProps {
  readonly needs: NeedsForm
  readonly tokens: readonly KnownToken[]
  readonly errors: FieldErrors
  readonly open: ReadonlySet<NeedGroup>
  readonly onOpen: (group: NeedGroup, isOpen: boolean) => void
  readonly onChange: (needs: NeedsForm) => void
}

/** Every condition there is, in groups that open: switched on one by one, each with what it means. */
export function Needs({ needs, tokens, errors, open, onOpen, onChange }: NeedsProps) {
  const set = (condition: Condition, value: NeedsForm[Condition] | undefined) => {
    const { [condition]: _, ...rest } = needs
    onChange(value === undefined ? rest : { ...rest, [condition]: value })
  }
  return Object.entries(NEED_GROUPS).map(([name, conditions]) => {
    const group = name as NeedGroup
    const count = conditions.filter((condition) => needs[condition] !== undefined).length
    return (
      <Group
        key={group}
        title={t(`rules.needs.${group}`)}
        aside={count === 0 ? '' : t('rules.needs.some', { count })}
        isOpen={open.has(group)}
        onOpen={(isOpen) => onOpen(group, isOpen)}
      >
        {conditions.map((condition) => (
          <Need
            key={condition}
            condition={condition}
            error={errors[condition]}
            isOn={needs[condition] !== undefined}
            onSwitch={(isOn) => set(condition, isOn ? defaultNeed(condition, tokens) : undefined)}
          >
            {(described) => (
              <NeedValue
                condition={condition}
                needs={needs}
                tokens={tokens}
                described={described}
                onChange={(value) => set(condition, value)}
              />
            )}
          </Need>
        ))}
      </Group>
    )
  })
}

interface GroupProps {
  readonly title: string
  readonly aside: string
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly children: ReactNode
}

function Group({ title, aside, isOpen, onOpen, children }: GroupProps) {
  return (
    <details
      className="group border-line border-t"
      open={isOpen}
      onToggle={(event) => onOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-10 items-center gap-2 py-1.5 hover:text-accent">
        <svg
          width="8"
          height="8"
          viewBox="0 0 8 8"
          className="shrink-0 text-soft group-open:rotate-90"
          aria-hidden="true"
        >
          <path d="M2 0l4 4-4 4z" fill="currentColor" />
        </svg>
        <span className="grow">{title}</span>
        <span className="num text-accent text-sm">{aside}</span>
      </summary>
      <div className="grid gap-3 pb-4 ps-4">{children}</div>
    </details>
  )
}

interface NeedProps {
  readonly condition: Condition
  readonly error: string | undefined
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly children: (described: DescribedNeed) => ReactNode
}

function Need({ condition, error, isOn, onSwitch, children }: NeedProps) {
  const id = useId()
  const isWrong = isOn && error !== undefined
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <label className="flex min-h-6 items-center gap-2">
          <input
            type="checkbox"
            checked={isOn}
            aria-describedby={`${id}-note`}
            onChange={(event) => onSwitch(event.currentTarget.checked)}
          />
          <span id={`${id}-label`}>{t(`rules.need.${condition}`)}</span>
        </label>
        {isOn &&
          children({
            labelId: `${id}-label`,
            isWrong,
            describedBy: isWrong ? `${id}-note ${id}-error` : `${id}-note`,
          })}
      </div>
      <p id={`${id}-note`} className="ps-[23px] text-sm text-soft">
        {t(`rules.need.${condition}.note`)}
      </p>
      {isWrong && (
        <div id={`${id}-error`} className="ps-[23px]">
          <Problem>{error}</Problem>
        </div>
      )}
    </div>
  )
}
