import type { Polling } from '../../shared/polling/polling';

/** How an export is queued and waited for, whatever its kind. */
export interface ExportSettings {
	polling: Polling;
	/** Exports of the quota that are left to others. */
	quotaReserve: number;
	/** What to do when a job of the same request is running already. */
	ifRunning: 'adopt' | 'fail' | 'queue';
	/** Whether the file is compared with what was asked for: only then is a job taken over by its looks. */
	verifiesFile: boolean;
	/** How often a job that is not done in time is cancelled and queued again. */
	requeues: number;
}
