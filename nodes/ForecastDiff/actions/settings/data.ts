import type { IExecuteFunctions } from 'n8n-workflow';

import {
	collectionParameter,
	textParameter,
	toList,
	toText,
} from '../../../shared/parameters/read';
import type { ColumnNames } from '../../engine';
import { CLARI_COLUMNS } from '../../engine/columns';
import { badParameter, choiceOf } from './checks';

/** What the rows are, and where in the items they stand. */
export interface DataSettings {
	data: 'clari' | 'table';
	/** The binary field with the file; absent when each item is a row. */
	fileField?: string;
	columns: ColumnNames;
	/** As the user named them; absent: those of a Clari export. */
	keyColumns?: string[];
}

/** @throws {NodeOperationError} when a field is missing without which nothing can be compared */
export function readDataSettings(context: IExecuteFunctions): DataSettings {
	const data = choiceOf(context, 'Data', context.getNodeParameter('data', 0, 'clari'), [
		'clari',
		'table',
	]);
	const readFrom = choiceOf(
		context,
		'Read From',
		context.getNodeParameter('readFrom', 0, 'items'),
		['items', 'file'],
	);
	const place = readFrom === 'file' ? { fileField: fileFieldOf(context) } : {};
	if (data === 'table') return { data, ...place, ...tableSettings(context) };
	const keyColumns = toList(collectionParameter(context, 'options', 0).keyFields);
	return {
		data,
		...place,
		columns: CLARI_COLUMNS,
		...(keyColumns.length > 0 && { keyColumns }),
	};
}

function fileFieldOf(context: IExecuteFunctions): string {
	const field = textParameter(context, 'binaryField', 0, 'data').trim();
	if (field !== '') return field;
	throw badParameter(
		context,
		'Input Binary Field',
		'is empty',
		'Enter the name of the field that has the file, such as data.',
	);
}

function tableSettings(context: IExecuteFunctions): Pick<DataSettings, 'columns' | 'keyColumns'> {
	const keyColumns = toList(context.getNodeParameter('keyFields', 0, ''));
	if (keyColumns.length === 0) {
		throw badParameter(
			context,
			'Key Fields',
			'is empty',
			'Name the fields that together identify a row, such as opportunityId.',
		);
	}
	const value = textParameter(context, 'amountField', 0).trim();
	if (value === '') {
		throw badParameter(
			context,
			'Amount Field',
			'is empty',
			'Name the field that is compared, such as amount.',
		);
	}
	const fields = collectionParameter(context, 'tableFields', 0);
	const field = (name: string) => toText(fields[name], '').trim();
	const category = field('categoryField');
	const ownerEmail = field('ownerEmailField');
	const ownerName = field('ownerNameField');
	return {
		keyColumns,
		columns: {
			ownerId: field('ownerField') || ownerEmail || ownerName,
			ownerName,
			ownerEmail,
			role: field('roleField'),
			parentRole: field('managerRoleField'),
			hierarchyId: '',
			parentHierarchyId: '',
			fieldId: category,
			fieldName: category,
			type: field('typeField'),
			timePeriod: field('periodField'),
			value,
			currency: field('currencyField'),
			weekStart: field('weekField'),
		},
	};
}
