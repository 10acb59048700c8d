import type { Bytes32 } from '../protocol/hex.ts'

/**
 * keccak256 of the code of every released TaskEscrow, newest first. A task names its escrow itself, so an address says
 * nothing; the escrow has neither owner nor constructor arguments, so its code says everything. A contract with other
 * code might answer every question as it should and never pay.
 */
export const TASK_ESCROW_CODE_HASHES: readonly Bytes32[] = [
  '0x02e9b2c07706f72485c50ffeec50d062b8179ce167dd7ae62a32803f5d3cbb05',
]
