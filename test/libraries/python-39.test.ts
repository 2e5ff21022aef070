import { testServices } from './services.ts';

testServices('3.9');
