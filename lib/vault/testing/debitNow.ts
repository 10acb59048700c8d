import { write } from '../../db/database.ts'
import type { BudgetEventRecord } from '../../db/schema.ts'
import { budgetStores, debit } from '../budget.ts'

/** Debits one use in a transaction of its own. */
export const debitNow = (event: BudgetEventRecord): Promise<void> =>
  write(['budgetEvents', 'datasets', 'recordSets'], (transaction) => debit(budgetStores(transaction), event))
