import { testVerdicts } from './verdicts.ts';

testVerdicts('3.14', 'joined');
