import { testServices } from './services.ts';

testServices('3.12', { onUvloop: true });
