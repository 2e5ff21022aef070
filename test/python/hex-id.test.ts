import { expect, test } from '@jest/globals';
import { hexId } from '../../src/python/hex-id.ts';

test.each([0, 1, 0xfff, 0xba07c0, 0x1000_0000, 0xfff_ffff_ffff, 2 ** 44, 0x7f83_8fba_10d0, 0xffff_ffff_ffff])(
  '%d is written as Python writes it',
  (address) => {
    expect(hexId(address)).toBe(`0x${address.toString(16)}`);
  },
);
