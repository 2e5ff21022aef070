import { expect, test } from '@jest/globals';
import { cutSecrets, parseCommandLine } from '../../src/target/command-line.ts';

test.each([
  { words: ['--password', 'hunter2'], shown: ['--password', '***'] },
  { words: ['--db-password', 'hunter2'], shown: ['--db-password', '***'] },
  { words: ['--token=hunter2'], shown: ['--token=***'] },
  { words: ['API_KEY=hunter2', 'python', 'app.py'], shown: ['API_KEY=***', 'python', 'app.py'] },
  { words: ['postgres://app:hunter2@db/orders'], shown: ['postgres://app:***@db/orders'] },
  { words: ['redis://:hunter2@cache:6379'], shown: ['redis://:***@cache:6379'] },
  { words: ['https://host/hook?token=hunter2&x=1'], shown: ['https://host/hook?token=***&x=1'] },
  { words: ['-H', 'X-Api-Key: hunter2'], shown: ['-H', 'X-Api-Key: ***'] },
  {
    words: ['sh', '-c', "DB_PASSWORD='a b' run --api-key hunter2 --port 80"],
    shown: ['sh', '-c', 'DB_PASSWORD=*** run --api-key *** --port 80'],
  },
  {
    words: ['{"AWS_SECRET_ACCESS_KEY": "hunter2", "region": "x"}'],
    shown: ['{"AWS_SECRET_ACCESS_KEY": ***, "region": "x"}'],
  },
])('the secret in $words is not shown', ({ words, shown }) => {
  expect(cutSecrets(words)).toEqual(shown);
});

test.each([
  [['python', '-m', 'uvicorn', 'app:main', '--port', '8080']],
  [['--author', 'me', '--compass', 'north', '--tokenizer', 'bert', '-p', '8080']],
  [['python', 'tokens.py', 'secrets/']],
  [['--passphrase', '--next-flag']],
])('%p holds no secret and is shown as it is', (words) => {
  expect(cutSecrets(words)).toEqual(words);
});

test('a command line is split at its NUL bytes, empty words included, and nothing is made of nothing', () => {
  expect(parseCommandLine('python\0\0app.py\0')).toEqual(['python', '', 'app.py']);
  expect(parseCommandLine('')).toEqual([]);
});

test('a huge command line is cut, and cannot make Straggler slow', () => {
  const began = performance.now();
  const shown = cutSecrets(
    Array.from({ length: 1000 }, (_, index) => `${index}${index < 32 ? 'token-'.repeat(10_000) : ''}`),
  );
  expect(shown).toHaveLength(257);
  expect(shown[0]!.length).toBeLessThan(1100);
  expect(performance.now() - began).toBeLessThan(5000);
});
