import { expect, test } from '@jest/globals';
import { AddressMap } from '../../src/python/address-map.ts';

test('gives back what was set last for each address, and 0 for others', () => {
  const map = new AddressMap();
  const addressOf = (index: number) => 0x7f00_0000_0000 + index * 224;
  for (let index = 0; index < 10_000; index += 1) map.set(addressOf(index), index + 1);
  for (let index = 0; index < 10_000; index += 2) map.set(addressOf(index), index + 7);
  for (let index = 0; index < 10_000; index += 1)
    expect(map.get(addressOf(index))).toBe(index % 2 === 0 ? index + 7 : index + 1);
  expect(map.get(addressOf(10_001))).toBe(0);
});

test('address 0 is nobody', () => {
  const map = new AddressMap();
  map.set(0, 5);
  expect(map.get(0)).toBe(0);
});
