import { testVerdicts } from './verdicts.ts';

testVerdicts('3.12', 'joined');
