import type { Check } from '../check.ts';

export const pySpy: Check = {
  code: 'py-spy',
  look({ pySpy }) {
    if (!pySpy.isUsed)
      return [
        {
          status: 'note',
          sentence: "py-spy is switched off: Straggler's own reader tells of the threads.",
          fix: '',
        },
      ];
    if (pySpy.path !== null) return [{ status: 'ok', sentence: `py-spy is at ${pySpy.path}.`, fix: '' }];
    return [
      {
        status: 'note',
        sentence:
          "py-spy was not found: Straggler's own reader tells of the threads, for the Pythons that it knows.",
        fix: '',
      },
    ];
  },
};
