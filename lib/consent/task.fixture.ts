import { newPrivateKey, signerFromPrivateKey } from '../attest/signer.ts'
import type { Asker, DatasetRecord } from '../db/schema.ts'
import { taskTypedData } from '../protocol/statements.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { parseManifest, type SignedTask, type TaskManifest } from '../protocol/task.ts'

/** Keys of a publisher for tests, made anew in every run. */
export const publisher = signerFromPrivateKey(newPrivateKey())
export const settlement = signerFromPrivateKey(newPrivateKey())

export const signedTask = async (changes: Partial<TaskManifest> = {}): Promise<SignedTask> => {
  const fixture = manifestFixture()
  const manifest = parseManifest({
    ...fixture,
    publisher: { ...fixture.publisher, address: publisher.address, settlementKey: settlement.address },
    ...changes,
  })
  return { manifest, signature: await publisher.signTypedData(taskTypedData(manifest)) }
}

export const askerFixture = (changes: Partial<Asker> = {}): Asker => ({
  origin: 'https://digits.example',
  topOrigin: 'https://digits.example',
  tabId: 1,
  frameId: 0,
  documentId: 'D1',
  requestId: 'R1',
  ...changes,
})

export const datasetFixture = (changes: Partial<DatasetRecord> = {}): DatasetRecord => ({
  id: 'handwriting',
  name: 'Handwriting',
  kind: 'image',
  category: 'pd:Picture',
  count: 600,
  bytes: 470_400,
  labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  image: { width: 28, height: 28, channels: 1 },
  createdAt: 0,
  delta: 1e-5,
  epsilonBudget: 8,
  wrappedKey: new Uint8Array(),
  chunkCount: 0,
  recordSet: `set of ${changes.id ?? 'handwriting'}`,
  ...changes,
})
