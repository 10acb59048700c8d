/** Epsilon that every record may spend in its lifetime, in whatever datasets it is. */
export const DEFAULT_EPSILON_BUDGET = 8

/**
 * Epsilon that all datasets of one category (a term of DPV-PD) may spend together in a lifetime, one after the other: they are of
 * one person, whatever records they share.
 */
export const CATEGORY_EPSILON_CAP = 4 * DEFAULT_EPSILON_BUDGET
