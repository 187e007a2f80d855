import type { INodeParameters } from 'n8n-workflow';

import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { runCopilot } from './copilot';

/** What expressions may give for a field of an account, a contact or a deal, and what becomes of what is there. */

let copilot: CopilotService;

beforeEach(async () => {
	copilot = await startCopilot({ settings: { rate: Infinity } });
	copilot.crm.deal.set('d1', {
		id: 'deal-1',
		crm_id: 'd1',
		amount: '100',
		probability: '0.5',
		stage: 'Proposal',
		close_date: '2026-01-31T00:00:00.000Z',
		custom_fields: [{ key: 'k', value: 'before' }],
	});
	copilot.crm.contact.set('c1', {
		id: 'contact-1',
		crm_id: 'c1',
		is_lead: true,
		emails: ['sam@aster.example'],
	});
});
afterEach(async () => await copilot.close());

const custom = (value: unknown, key = 'k') => ({ field: [{ key, value }] });

async function update(resource: 'deal' | 'contact', updateFields: object, timezone = 'UTC') {
	const crmId = resource === 'deal' ? 'd1' : 'c1';
	const parameters: INodeParameters = { resource, operation: 'update', crmId };
	return await runCopilot(
		copilot,
		{ ...parameters, updateFields: JSON.parse(JSON.stringify(updateFields)) },
		{ settings: { timezone } },
	);
}

const deal = () => copilot.crm.deal.get('d1');

test('what an expression does not find leaves the field as it is', async () => {
	const nothing = '={{ null }}';
	const deals = {
		amount: nothing,
		stage: nothing,
		closeDate: nothing,
		stageChangeHistory: nothing,
		customFields: custom(nothing),
	};
	expect((await update('deal', deals)).error).toBeUndefined();
	expect(deal()).toMatchObject({
		amount: '100',
		stage: 'Proposal',
		close_date: '2026-01-31T00:00:00.000Z',
		custom_fields: [{ key: 'k', value: 'before' }],
	});
	const contacts = { isLead: nothing, emails: nothing };
	expect((await update('contact', contacts)).error).toBeUndefined();
	expect(copilot.crm.contact.get('c1')).toMatchObject({
		is_lead: true,
		emails: ['sam@aster.example'],
	});
});

test('an empty text empties a text and a list of texts, and leaves a date as it is', async () => {
	const changes = { amount: '', closeDate: '', stageChangeHistory: '' };
	expect((await update('deal', changes)).error).toBeUndefined();
	expect(deal()).toMatchObject({ amount: '', close_date: '2026-01-31T00:00:00.000Z' });
	expect((await update('contact', { emails: '' })).error).toBeUndefined();
	expect(copilot.crm.contact.get('c1')).toMatchObject({ emails: [] });
});

test('numbers, true and false are sent as texts', async () => {
	const changes = {
		amount: '={{ 250.5 }}',
		probability: '={{ true }}',
		customFields: custom('={{ false }}'),
	};
	expect((await update('deal', changes)).error).toBeUndefined();
	expect(deal()).toMatchObject({
		amount: '250.5',
		probability: 'true',
		custom_fields: [{ key: 'k', value: 'false' }],
	});
});

describe('a day', () => {
	const MIDNIGHT = '2026-04-01T00:00:00.000Z';

	test.each([
		['Europe/Berlin', '2026-04-01'],
		['Europe/Berlin', '2026-04-01T00:00:00'],
		['Asia/Tokyo', '2026-04-01T08:30:00'],
		['America/Los_Angeles', '2026-04-01T23:00:00'],
		['America/Los_Angeles', '2026-04-01T00:00:00.000Z'],
		['UTC', '2026-04-01T00:00:00.000+09:00'],
		['Europe/Berlin', '={{ DateTime.fromISO("2026-04-01") }}'],
	])('in %s %s is a close date on that day', async (timezone, closeDate) => {
		expect((await update('deal', { closeDate }, timezone)).error).toBeUndefined();
		expect(deal()).toMatchObject({ close_date: MIDNIGHT });
	});

	test('stays that day in the other dates as well, where a time is a time', async () => {
		const changes = {
			createdDate: '2026-04-01',
			lastContacted: '={{ " 2026-04-01 " }}',
			nextCallDate: '2026-04-01T00:00:00',
		};
		expect((await update('deal', changes, 'Europe/Berlin')).error).toBeUndefined();
		expect(deal()).toMatchObject({
			created_date: MIDNIGHT,
			last_contacted: MIDNIGHT,
			next_call_date: '2026-03-31T22:00:00.000Z',
		});
	});

	test('that is none is refused', async () => {
		const { error } = await update('deal', { closeDate: '2026-02-30' });
		expect(error?.message).toBe("'Close Date' is no date [item 0]");
	});
});

test('what Copilot has as null, in lists too, is not sent back to it', async () => {
	const before = copilot.crm.deal.get('d1');
	copilot.crm.deal.set('d1', {
		...before,
		id: 'deal-1',
		crm_id: 'd1',
		deal_reason: null,
		stage_change_history: [
			null,
			{ stage: 'Discovery', prev_stage: null, date_changed: '2026-01-01T00:00:00.000Z' },
		],
		custom_fields: [
			{ key: 'a', value: null },
			{ key: 'k', value: 'before' },
		],
	});
	const changes = { stage: 'Won', customFields: custom('new', 'b') };
	expect((await update('deal', changes)).error).toBeUndefined();
	const expected = {
		stage: 'Won',
		amount: '100',
		stage_change_history: [{ stage: 'Discovery', date_changed: '2026-01-01T00:00:00.000Z' }],
		custom_fields: [{ key: 'a' }, { key: 'k', value: 'before' }, { key: 'b', value: 'new' }],
	};
	expect(deal()).toMatchObject(expected);
	copilot.crm.contact.set('c1', {
		id: 'contact-1',
		crm_id: 'c1',
		emails: ['a@aster.example', null],
		phones: null,
	});
	expect((await update('contact', { stage: 'New' })).error).toBeUndefined();
	expect(copilot.crm.contact.get('c1')).toMatchObject({ emails: ['a@aster.example'] });
});

test('lists of an expression may have gaps', async () => {
	const emails = '={{ ["a@aster.example", null, "b@aster.example"] }}';
	await update('contact', { emails });
	expect(copilot.crm.contact.get('c1')?.emails).toEqual(['a@aster.example', 'b@aster.example']);
});

test.each<[string, 'deal' | 'contact', object]>([
	['an object', 'deal', { amount: '={{ ({ value: 1 }) }}' }],
	['a list for one text', 'deal', { stage: '={{ [1, 2] }}' }],
	['an object as a custom value', 'deal', { customFields: custom('={{ ({ value: 1 }) }}') }],
	['a custom field without a key', 'deal', { customFields: custom('x', '') }],
	['an object in a list', 'contact', { emails: '={{ [{ email: "a" }] }}' }],
	['a word for a choice', 'contact', { isLead: '={{ "perhaps" }}' }],
])('%s is refused, and nothing is changed', async (_name, resource, changes) => {
	const before = JSON.stringify(copilot.crm[resource].get(resource === 'deal' ? 'd1' : 'c1'));
	const { error } = await update(resource, changes);
	expect(error?.message).toMatch(/^'.+' (?:is neither|has a field without).*\[item 0\]$/);
	expect(error?.description).toBeTruthy();
	expect(JSON.stringify(copilot.crm[resource].get(resource === 'deal' ? 'd1' : 'c1'))).toBe(before);
	expect(copilot.journal.entries).toEqual([]);
});
