import { useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { exportLog, type Verification, verifyExport, verifyLog } from '../../lib/views/activity.ts'
import { saveFile } from '../dashboard/Page.tsx'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'

interface Found {
  /** Of the file that was verified; absent for the log itself. */
  readonly name?: string
  readonly verification: Verification
}

/** Recomputes the chain, of the log or of a file, and hands the log out. */
export function Verify() {
  const [found, setFound] = useState<Found | undefined>(undefined)
  const file = useRef<HTMLInputElement>(null)
  const verify = useTask(async () => setFound({ verification: await verifyLog() }))
  const verifyFile = useTask(async (picked: File) =>
    setFound({ name: inert(picked.name, 60), verification: verifyExport(await picked.text()) }),
  )
  const save = useTask(async () => {
    const log = await exportLog()
    saveFile('proviso-activity.jsonl', log.type, log)
  })
  const isRunning = verify.isRunning || verifyFile.isRunning
  const error = verify.error ?? verifyFile.error ?? save.error
  return (
    <div className="mt-4">
      <p className="flex flex-wrap gap-x-4">
        <button type="button" className="action" aria-disabled={isRunning} onClick={() => void verify.run()}>
          {t('activity.verify')}
        </button>
        <button
          type="button"
          className="action"
          aria-disabled={save.isRunning}
          onClick={() => void save.run()}
        >
          {t('activity.export')}
        </button>
        <button
          type="button"
          className="action"
          aria-disabled={isRunning}
          onClick={() => file.current?.click()}
        >
          {t('activity.verifyFile')}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          accept=".jsonl,application/jsonl"
          onChange={({ currentTarget }) => {
            const [picked] = currentTarget.files ?? []
            currentTarget.value = ''
            if (picked !== undefined) void verifyFile.run(picked)
          }}
        />
      </p>
      <p aria-live="polite" className="max-w-prose text-[13px] empty:hidden">
        {isRunning ? t('common.working') : found?.verification.ok === true ? wordsOf(found) : ''}
      </p>
      {!isRunning && found?.verification.ok === false && <Problem>{problemOf(found)}</Problem>}
      {error !== undefined && <Problem>{error}</Problem>}
    </div>
  )
}

const wordsOf = ({ name, verification }: Found): string => {
  if (!verification.ok) return ''
  const { count, stamps } = verification
  const whole =
    name === undefined ? t('activity.verified', { count }) : t('activity.fileVerified', { name, count })
  return `${whole} ${stamps === 0 ? t('activity.endOpen') : t('activity.endStamped', { count: stamps })}`
}

const problemOf = ({ name, verification }: Found): string => {
  if (verification.ok) return ''
  const what = t(`activity.broken.${verification.why}`, { seq: String(verification.firstBroken) })
  return name === undefined
    ? `${what} ${t('activity.brokenMeans')}`
    : t('activity.fileBroken', { name, problem: what })
}
