/** CI runs a slice of what takes long, so that it is through in half an hour; `npm test` runs everything. */
export const IS_SLICE = process.env['STRAGGLER_MATRIX'] === 'slice';
