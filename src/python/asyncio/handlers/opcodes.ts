/**
 * Numbers of the opcodes that name something, in every form that stands in memory (3.11+ specialises instructions in
 * place), and how many cache entries follow which opcode. From `opcode.py`, `_opcode_metadata.py` (3.13+) and
 * `internal/pycore_opcode.h` (3.11, 3.12) of each version.
 */
export interface Opcodes {
  readonly loadGlobal: readonly number[];
  readonly loadName: readonly number[];
  readonly loadAttribute: readonly number[];
  readonly loadMethod: readonly number[];
  readonly loadSuper: readonly number[];
  readonly storeAttribute: readonly number[];
  readonly storeName: readonly number[];
  readonly storeCell: readonly number[];
  /** What is stored into was named last, and its key loaded before: `state` and 'stopping' of `state['stopping'] = True`. */
  readonly storeItem: readonly number[];
  readonly deleteAttribute: readonly number[];
  readonly deleteName: readonly number[];
  readonly deleteItem: readonly number[];
  readonly loadConstant: readonly number[];
  /** The argument is the number itself. */
  readonly loadSmallInt: readonly number[];
  /** The argument counts in a table of Python's own (pycore_interp_structs.h, 3.15): see `COMMON_CONSTANTS`. */
  readonly loadCommon: readonly number[];
  readonly loadVariable: readonly number[];
  /** Two variables, four bits each: the second one is loaded. */
  readonly loadPair: readonly number[];
  readonly loadCell: readonly number[];
  readonly pushNull: readonly number[];
  readonly extendedArgument: number;
  /** Cache entries, and the opcodes that have as many. */
  readonly caches: readonly (readonly [entries: number, opcodes: readonly number[]])[];
}

const TO_310: Opcodes = {
  loadGlobal: [116],
  loadName: [101],
  loadAttribute: [106],
  loadMethod: [160],
  loadSuper: [],
  storeAttribute: [95],
  storeName: [97, 90],
  storeCell: [137],
  storeItem: [60],
  deleteAttribute: [96],
  deleteName: [98, 91],
  deleteItem: [61],
  loadConstant: [100],
  loadSmallInt: [],
  loadCommon: [],
  loadVariable: [124],
  loadPair: [],
  loadCell: [136, 148],
  pushNull: [],
  extendedArgument: 144,
  caches: [],
};

const IN_311: Opcodes = {
  loadGlobal: [116, 47, 48, 55],
  loadName: [101],
  loadAttribute: [106, ...span(39, 43)],
  loadMethod: [160, ...span(56, 59), 62, 63],
  loadSuper: [],
  storeAttribute: [95, 153, 154, 158, 159],
  storeName: [97, 90],
  storeCell: [138],
  storeItem: [60],
  deleteAttribute: [96],
  deleteName: [98, 91],
  deleteItem: [61],
  loadConstant: [100, 44],
  loadSmallInt: [],
  loadCommon: [],
  loadVariable: [124, 45, 46],
  loadPair: [],
  loadCell: [137, 148],
  pushNull: [2],
  extendedArgument: 144,
  caches: [
    [1, [...span(3, 8), 13, 14, 16, 60, ...span(64, 67), 72, 73, ...span(76, 81), 92, 113, 121, 122, 127]],
    [1, [141, 143, 166, 168, 169, 170, ...span(177, 180)]],
    [2, [...span(26, 29), 107]],
    [4, [...span(17, 25), ...span(39, 43), 95, 106, 153, 154, 158, 159, 171]],
    [5, [47, 48, 55, 116]],
    [10, [...span(56, 59), 62, 63, 160]],
  ],
};

const IN_312: Opcodes = {
  loadGlobal: [116, 111, 112],
  loadName: [101],
  loadAttribute: [106, 70, 72, 73, ...span(76, 82)],
  loadMethod: [],
  loadSuper: [141, 66, 67],
  storeAttribute: [95, 113, 148, 153],
  storeName: [97, 90],
  storeCell: [138],
  storeItem: [60, 159, 160],
  deleteAttribute: [96],
  deleteName: [98, 91],
  deleteItem: [61],
  loadConstant: [100, 84],
  loadSmallInt: [],
  loadCommon: [],
  loadVariable: [124, 86, 88, 127],
  loadPair: [],
  loadCell: [137],
  pushNull: [2],
  extendedArgument: 144,
  caches: [
    [1, [6, 7, 8, 10, 13, 14, 16, ...span(18, 22), 25, ...span(57, 60), ...span(62, 67), 92, 93, 107]],
    [1, [122, 123, 141, ...span(159, 161), ...span(166, 168)]],
    [3, [23, 24, 28, 29, 34, ...span(38, 48), 56, 171]],
    [4, [95, 111, 112, 113, 116, 148, 153]],
    [9, [70, 72, 73, ...span(76, 82), 106]],
  ],
};

const IN_313: Opcodes = {
  loadGlobal: [91, 203, 204],
  loadName: [92],
  loadAttribute: [82, ...span(191, 202)],
  loadMethod: [],
  loadSuper: [93, 205, 206],
  storeAttribute: [108, 209, 210, 211],
  storeName: [113, 114],
  storeCell: [109],
  storeItem: [39, 212, 213],
  deleteAttribute: [63],
  deleteName: [66, 67],
  deleteItem: [9],
  loadConstant: [83],
  loadSmallInt: [],
  loadCommon: [],
  loadVariable: [85, 87],
  loadPair: [88, 111],
  loadCell: [84],
  pushNull: [34],
  extendedArgument: 71,
  caches: [
    [1, [3, 5, 39, 45, 58, 59, 72, 77, 93, ...span(97, 100), 104, 117, ...span(150, 161)]],
    [1, [...span(182, 190), 205, 206, 208, 212, 213, ...span(220, 222)]],
    [3, [40, 53, ...span(162, 181), ...span(214, 219)]],
    [4, [91, 108, 203, 204, ...span(209, 211)]],
    [9, [82, ...span(191, 202)]],
  ],
};

const IN_314: Opcodes = {
  loadGlobal: [92, 192, 193],
  loadName: [93],
  loadAttribute: [80, ...span(177, 189)],
  loadMethod: [],
  loadSuper: [96, 194, 195],
  storeAttribute: [110, ...span(198, 200)],
  storeName: [115, 116],
  storeCell: [111],
  storeItem: [38, 201, 202],
  deleteAttribute: [61],
  deleteName: [64, 65],
  deleteItem: [8],
  loadConstant: [82, 190, 191],
  loadSmallInt: [94],
  loadCommon: [],
  loadVariable: [84, 86, 88],
  loadPair: [87, 89, 113],
  loadCell: [83],
  pushNull: [33],
  extendedArgument: 69,
  caches: [
    [1, [38, 56, 57, 70, 75, 96, ...span(100, 103), 106, 119, ...span(166, 176), 194, 195, 197, 201, 202]],
    [1, span(209, 211)],
    [3, [39, 52, 55, ...span(143, 165), ...span(203, 208)]],
    [4, [92, 110, 192, 193, ...span(198, 200)]],
    [5, [3, 44, ...span(129, 142)]],
    [9, [80, ...span(177, 189)]],
  ],
};

const IN_315: Opcodes = {
  loadGlobal: [91, 196, 197],
  loadName: [92],
  loadAttribute: [79, ...span(183, 195)],
  loadMethod: [],
  loadSuper: [95, 198, 199],
  storeAttribute: [109, ...span(205, 207)],
  storeName: [114, 115],
  storeCell: [110],
  storeItem: [36, 208, 209],
  deleteAttribute: [59],
  deleteName: [62, 63],
  deleteItem: [8],
  loadConstant: [81],
  loadSmallInt: [93],
  loadCommon: [80],
  loadVariable: [83, 85, 87],
  loadPair: [86, 88, 112],
  loadCell: [82],
  pushNull: [31],
  extendedArgument: 67,
  caches: [
    [1, [4, 36, 54, 55, 68, 70, 74, 95, ...span(99, 102), 105, 118, 128, 151, 152, ...span(169, 182)]],
    [1, [...span(198, 204), 208, 209, ...span(216, 218)]],
    [3, [37, 50, 53, ...span(144, 150), ...span(153, 168), ...span(210, 215)]],
    [4, [91, 109, 196, 197, ...span(205, 207)]],
    [5, [3, 42, ...span(129, 143)]],
    [9, [79, ...span(183, 195)]],
  ],
};

/** `_PyInterpreterState.common_consts` by index: 3.15 loads these without a constant of the code's own. */
export const COMMON_CONSTANTS: Readonly<Record<number, boolean | null>> = { 7: null, 9: true, 10: false };

/** null for a minor version that is not known. */
export function opcodesOf(minor: number): Opcodes | null {
  if (minor <= 10) return TO_310;
  return [IN_311, IN_312, IN_313, IN_314, IN_315][minor - 11] ?? null;
}

function span(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
