/** Every check, in the order in which a person would ask. */
import type { Check } from '../check.ts';
import { firstProcess } from './first-process.ts';
import { processNamespace } from './process-namespace.ts';
import { profile } from './profile.ts';
import { pySpy } from './py-spy.ts';
import { readable } from './readable.ts';

export const CHECKS: readonly Check[] = [processNamespace, profile, readable, firstProcess, pySpy];
