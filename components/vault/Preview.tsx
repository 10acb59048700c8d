import { useEffect, useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { PreviewRecord } from '../../lib/views/preview.ts'
import { Problem } from '../ui/Notes.tsx'
import { useVault } from './VaultContext.ts'

interface PreviewProps {
  readonly datasetId: string
  readonly limit: number
}

type Image = Extract<PreviewRecord, { kind: 'image' }>
type Row = Extract<PreviewRecord, { kind: 'table' }>

/** Some records of a dataset, decrypted in this page and drawn here, never sent anywhere. */
export function Preview({ datasetId, limit }: PreviewProps) {
  const { preview } = useVault()
  const [records, setRecords] = useState<readonly PreviewRecord[] | undefined>(undefined)
  const [error, setError] = useState<string | undefined>(undefined)
  useEffect(() => {
    let isOver = false
    preview(datasetId, limit).then(
      (found) => !isOver && setRecords(found),
      (reason: unknown) => !isOver && setError(reason instanceof Error ? reason.message : String(reason)),
    )
    return () => {
      isOver = true
    }
  }, [preview, datasetId, limit])

  if (error !== undefined) return <Problem>{t('prompt.previewFailed', { reason: error })}</Problem>
  if (records === undefined) return <p aria-live="polite">{t('common.loading')}</p>
  const images = records.filter((record): record is Image => record.kind === 'image')
  const rows = records.filter((record): record is Row => record.kind === 'table')
  return (
    <>
      {images.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {images.map((image, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: records have no identity but their place
            <li key={index}>
              <Picture image={image} />
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && <Rows rows={rows} />}
    </>
  )
}

const SIDE = 36

/** Grey or RGB pixels as a canvas can draw them. */
const toImageData = ({ width, height, channels, pixels }: Image): ImageData => {
  const data = new ImageData(width, height)
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < 3; channel++)
      data.data[i * 4 + channel] = pixels[i * channels + (channels === 1 ? 0 : channel)] ?? 0
    data.data[i * 4 + 3] = 255
  }
  return data
}

function Picture({ image }: { readonly image: Image }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const label = t('vault.previewImage', { label: inert(image.label, 40) })
  useEffect(() => canvas.current?.getContext('2d')?.putImageData(toImageData(image), 0, 0), [image])
  return (
    <canvas
      ref={canvas}
      width={image.width}
      height={image.height}
      role="img"
      aria-label={label}
      title={label}
      className="rounded-sm bg-line"
      style={{ height: SIDE, width: SIDE, objectFit: 'contain' }}
    />
  )
}

const COLUMNS = 12

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))].slice(0, COLUMNS)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={t('vault.preview')}>
      <table className="num w-full border-collapse text-sm">
        <thead>
          <tr>
            {names.map((name) => (
              <th
                key={name}
                scope="col"
                className="border-line border-b py-1 pr-3 text-left font-medium text-soft"
              >
                <bdi>{inert(name, 30)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: records have no identity but their place
            <tr key={index}>
              {names.map((name) => (
                <td key={name} className="border-line border-b py-1 pr-3 align-top">
                  <bdi>{inert(String(row.values[name] ?? ''), 60)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
