import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Explanation } from '../../shared/errors/vendorError';
import { isRecord, readRecords } from '../../shared/json/read';
import type { ErrorSubject } from '../errors';

/** The events that the product's requirements name; no source of Clay's knows them. */
export const WEBHOOK_EVENTS = [
	{ name: 'Enrichment Completed', value: 'enrichment.completed' },
	{ name: 'Enrichment Failed', value: 'enrichment.failed' },
	{ name: 'Table Export Completed', value: 'table.export.completed' },
	{ name: 'Table Row Created', value: 'table.row.created' },
	{ name: 'Table Row Updated', value: 'table.row.updated' },
	{ name: 'Workflow Completed', value: 'workflow.completed' },
];

/** Says in the panel what is known of this resource. */
export function unconfirmedNotice(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName:
			'No Clay source confirms this endpoint: integration guides describe it, and the real host answered 404 when it was last seen. For results of a table, add an HTTP API column that calls a Clay Trigger; for the end of routine runs, make an API webhook in the settings or with the CLI of Clay.',
		name: 'unconfirmed',
		type: 'notice',
		default: '',
		displayOptions,
	};
}

const GONE: Explanation = {
	what: 'nothing is there',
	todo: "Clay confirms no such endpoint. For the results of a table, add an HTTP API column to it that calls the URL of a 'Clay Trigger'. For the end of routine runs, make an API webhook in Clay's settings or with its CLI, and give its ID to 'Routine: Run'. If you have a gateway that offers this endpoint, put its address into 'Registration URL' of the credential.",
};

/** What a request to the registration was for, with what Clay really offers when it is not there. */
export function registrationSubject(attempted: string): ErrorSubject {
	return { attempted, byStatus: { 404: GONE } };
}

/** The webhooks of a list, which may come bare or under `data` or `webhooks`. */
export function readRegistrations(data: unknown): Array<Record<string, unknown>> | undefined {
	if (Array.isArray(data)) return readRecords(data);
	if (!isRecord(data)) return undefined;
	const list = data.data ?? data.webhooks;
	return Array.isArray(list) ? readRecords(list) : undefined;
}
