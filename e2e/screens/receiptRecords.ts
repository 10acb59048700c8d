import { expect, type Page } from '@playwright/test'
import { testManifest } from '../../lib/attest/testing/fixtures.ts'
import type { GrantRecord } from '../../lib/db/schema.ts'
import { type BundleParts, receiptBundle } from '../../lib/receipts/bundle.ts'
import { EXPIRES, expired, given, wallet, withdrawn } from '../../lib/receipts/testing/fixtures.ts'
import { grantFixture } from '../../lib/views/views.fixture.ts'
import { DAY, type StandInRecords } from './records.ts'

/** Stand-in receipts: their signatures are real, so that checking finds what it would find. */
const base = testManifest()
const of = (name: string, title: string) => ({
  manifest: { title, publisher: { ...base.publisher, name }, privacy: base.privacy },
})

const digits = await given({
  ...of('Digit Lab', 'Handwritten digits'),
  expires: Math.floor((Date.now() + 21 * DAY) / 1000),
})
const mail = await withdrawn({
  ...of('Mailguard', 'Spam filter without reading along'),
  origin: 'https://mailguard.example',
})
const steps = await expired({ ...of('Open Gait', 'Steps of older people'), origin: 'https://gait.example' })

const grantOf = (parts: BundleParts, changes: Partial<GrantRecord>): GrantRecord =>
  grantFixture({
    task: parts.task,
    receipt: parts.receipt,
    delegation: parts.delegation,
    account: wallet.address,
    consentRecord: parts.record,
    ...(parts.ended === undefined ? {} : { endedRecord: parts.ended }),
    ...(parts.revocation === undefined ? {} : { revocation: parts.revocation }),
    ...changes,
  })

export const receiptRecords = (now: number): StandInRecords => ({
  grants: [
    grantOf(digits, { id: 'r1', createdAt: now - DAY }),
    grantOf(mail, {
      id: 'r2',
      createdAt: now - 2 * DAY,
      origin: 'https://mailguard.example',
      state: 'revoked',
      endedAt: (mail.revocation?.statement.time ?? 0) * 1000,
    }),
    grantOf(steps, {
      id: 'r3',
      createdAt: now - 3 * DAY,
      origin: 'https://gait.example',
      state: 'expired',
      endedAt: EXPIRES * 1000,
    }),
    grantFixture({
      id: 'r4',
      task: { manifest: { ...base, title: 'Street signs' }, signature: '0x' },
      createdAt: now - 90 * DAY,
      origin: 'https://signs.example',
    }),
  ],
  state: { settings: { onboarded: true } },
})

const withdrawnFile = JSON.stringify(receiptBundle(mail))
const RESULT = 'What was checked'

/** The focus goes to what was found. */
const choose = async (page: Page, text: string): Promise<void> => {
  const file = { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(text) }
  await page.getByLabel('Choose a file').setInputFiles(file)
  await expect(page.getByRole('region', { name: RESULT })).toBeFocused()
}

/** Saved with the keyboard, and the file that was saved is checked. */
export const saveAndCheck = async (page: Page): Promise<void> => {
  const save = page.getByRole('button', { name: 'Save the receipt of Digit Lab: Handwritten digits' })
  await expect(page.getByRole('heading', { name: 'Receipts', exact: true })).toBeFocused()
  await save.focus()
  const [download] = await Promise.all([page.waitForEvent('download'), save.press('Enter')])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  await choose(page, Buffer.concat(chunks).toString())
  await expect(page.getByRole('heading', { name: 'This receipt holds.' })).toBeVisible()
}

export const checkWithdrawn = async (page: Page): Promise<void> => {
  await choose(page, withdrawnFile)
  await expect(page.getByRole('heading', { name: 'This receipt holds.' })).toBeVisible()
}

export const checkAltered = async (page: Page): Promise<void> => {
  const source = '"dct:source":"https://mailguard.example"'
  const other = `"dct:source":"<b>https://mail\u202eguard.example</b>"`
  await choose(page, withdrawnFile.replaceAll(source, other))
  await expect(page.getByRole('heading', { name: 'This receipt does not hold.' })).toBeVisible()
}

/** Made by easscan.org: the example of EAS's documentation. */
const EASSCAN = `{"sig":{"domain":{"name":"EAS Attestation","version":"0.26","chainId":11155111,"verifyingContract":"0xC2679fBD37d54388Ce493F1DB75320D236e1815e"},"primaryType":"Attest","types":{"Attest":[{"name":"version","type":"uint16"},{"name":"schema","type":"bytes32"},{"name":"recipient","type":"address"},{"name":"time","type":"uint64"},{"name":"expirationTime","type":"uint64"},{"name":"revocable","type":"bool"},{"name":"refUID","type":"bytes32"},{"name":"data","type":"bytes"}]},"signature":{"r":"0x96148fae1b641d7c0750a46aa5775c1840433d69705ae6edfbd7740eff49cc55","s":"0x0e0283146242cdafb137b704b7ded3496b90241455b2ececc33c344515c364ce","v":28},"uid":"0x268702f425d0704c4ad4677c6aded987827b0e74d33029162dbf245e0297c15f","message":{"version":1,"schema":"0x3969bb076acfb992af54d51274c5c868641ca5344e1aacd0b1f5e4f80ac0822f","recipient":"0x0000000000000000000000000000000000000000","time":1694196775,"expirationTime":0,"refUID":"0x0000000000000000000000000000000000000000000000000000000000000000","revocable":true,"data":"0x0000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000003c5468697320697320612073616d706c65206f6666636861696e206174746573746174696f6e20746861742063616e206265207665726966696564212000000000","nonce":0}},"signer":"0xeee68aECeB4A9e9f328a46c39F50d83fA0239cDF"}`

export const checkForeign = async (page: Page): Promise<void> => {
  await choose(page, EASSCAN)
  await expect(page.getByRole('heading', { name: 'Nothing is wrong with this attestation' })).toBeVisible()
}
