import type { CheckName } from '../../shared/readiness/check';

/** The checks that only Clari has. */
export const QUOTA: CheckName = { check: 'quota', title: 'Exports left' };
export const CONCURRENCY: CheckName = { check: 'concurrency', title: 'Jobs at a time' };
export const JOBS: CheckName = { check: 'export_jobs', title: 'Recent export jobs' };
export const TYPE_LIST: CheckName = { check: 'forecast_types', title: 'Forecast types' };
export const TAB: CheckName = { check: 'forecast_tab', title: 'Forecast tab' };
export const CONTENT: CheckName = { check: 'export_content', title: 'Content of the export' };
export const TYPES: CheckName = { check: 'types_exported', title: 'Types exported' };
export const PERIODS: CheckName = { check: 'periods_covered', title: 'Periods covered' };
export const CALENDAR: CheckName = { check: 'fiscal_calendar', title: 'Fiscal calendar' };
export const HIERARCHY: CheckName = { check: 'hierarchy', title: 'Hierarchy complete' };

/** All that are about what a tab exports, in the order of the report. */
export const TAB_CHECKS: readonly CheckName[] = [TAB, CONTENT, TYPES, PERIODS, CALENDAR, HIERARCHY];
