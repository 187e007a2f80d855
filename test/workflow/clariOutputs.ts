import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EngineResult } from './engine';
import { jsonOf } from './engine';

/** The moment of the exports that the tests of the outputs make. */
export const NOW = new Date('2026-02-18T12:00:00Z');

/** Asks for these periods. */
export const list = (timePeriods: string): INodeParameters => ({
	timePeriodMode: 'list',
	timePeriods,
});

/** The output Report of an export. */
export const reports = (result: EngineResult): IDataObject[] => jsonOf(result, 1);

/** The item of the output Coverage. */
export const coverage = (result: EngineResult): IDataObject => jsonOf(result, 2)[0] ?? {};
