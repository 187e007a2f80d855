import { readActivities } from '../../activities/activityItem';
import type { ListExport } from '../listExport/deliver';

export const ACTIVITIES: ListExport = {
	kind: 'activity',
	name: 'activity export',
	subject: 'Activity exports',
	each: 'activity',
	read: readActivities,
};
