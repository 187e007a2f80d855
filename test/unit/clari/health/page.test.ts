import { DateTime } from 'luxon';
import { parse } from 'parse5';

import { exportHealth } from '../../../../nodes/Clari/health/health';
import type { JobReport } from '../../../../nodes/Clari/health/jobReport';
import { dashboardPage } from '../../../../nodes/Clari/health/page';
import { Html, markup } from '../../../../nodes/Clari/health/page/markup';
import { report } from './reports';

const NOW = DateTime.fromISO('2026-03-10T12:00:00', { zone: 'UTC' });
const EVIL = `"><script>alert('&')</script><img src=x onerror=alert(1)>`;

function page(reports: JobReport[], over: { title?: string; attention?: string[] } = {}): string {
	return dashboardPage(exportHealth(reports, NOW, 7), over.attention ?? [], {
		title: over.title ?? 'Exports',
		failuresShown: 10,
		baseUrl: 'https://n8n.example.com/',
	});
}

/** The names of all elements of the page. */
function elements(source: string): Set<string> {
	const names = new Set<string>();
	const visit = (node: { nodeName: string; childNodes?: unknown }) => {
		names.add(node.nodeName);
		if (Array.isArray(node.childNodes)) node.childNodes.forEach(visit);
	};
	visit(parse(source));
	return names;
}

describe('markup', () => {
	test('escapes whatever is put in, and nothing that is markup already', () => {
		const inner = markup`<b>${'<'}</b>`;
		expect(markup`<p title="${'"\''}">${inner}${['&', inner]}${3}${null}</p>`.source).toBe(
			'<p title="&quot;&#39;"><b>&lt;</b>&amp;<b>&lt;</b>3</p>',
		);
		expect(inner).toBeInstanceOf(Html);
	});

	test('half a character becomes a mark that is one', () => {
		expect(markup`${'a\ud800b'}`.source).toBe('a\ufffdb');
	});
});

describe('the page', () => {
	test('names that are no names stay text, wherever they stand', () => {
		const evil = report('2026-03-10T10:00:00Z', {
			forecastId: EVIL,
			timePeriod: EVIL,
			jobId: EVIL,
			errorMessage: EVIL,
			workflowId: EVIL,
			workflowName: EVIL,
			executionId: EVIL,
			checksFailed: EVIL,
			completed: false,
		});
		const source = page([evil, { ...evil, completed: true }], { title: EVIL, attention: [EVIL] });
		expect(elements(source)).not.toContain('script');
		expect(elements(source)).not.toContain('img');
		expect(source).toContain('&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;');
		expect(source).toContain(
			`https://n8n.example.com/workflow/${encodeURIComponent(EVIL).replaceAll("'", '&#39;')}/executions/`,
		);
	});

	test('allows nothing but its own style, and loads nothing', () => {
		const source = page([report('2026-03-10T10:00:00Z')]);
		expect(source).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-');
		expect(source).not.toMatch(/\b(?:src|href)="|url\(|@import| style="| on\w+="/);
	});

	test('can be made of nothing', () => {
		const source = page([], { attention: ['No export has reported'] });
		expect(source).toContain('No export has reported');
		expect(source).toContain('No report has the quota in it.');
		expect(source).not.toMatch(/NaN|Infinity|undefined|null/);
	});

	test('has no figure that is none, whatever a single report lacks', () => {
		const source = page([report('2026-03-10T10:00:00Z', { quotaLeft: 3 })]);
		expect(source).not.toMatch(/NaN|Infinity|undefined|null/);
	});

	test('says that all is well when nothing needs attention', () => {
		expect(page([report('2026-03-10T10:00:00Z')])).toContain('All is well');
	});

	test('without an address of the editor, executions are named and not linked', () => {
		const failed = report('2026-03-10T10:00:00Z', {
			completed: false,
			workflowId: 'w',
			workflowName: 'Alert',
			executionId: '9',
		});
		const settings = { title: 'Exports', failuresShown: 10 };
		const source = dashboardPage(exportHealth([failed], NOW, 7), [], settings);
		expect(source).toContain('<bdi>Alert #9</bdi>');
		expect(source).not.toContain('href');
	});

	test('a failure list that is cut says how many more there are', () => {
		const failed = Array.from({ length: 13 }, (_, minute) =>
			report(NOW.toMillis() - minute * 60_000, { completed: false, jobId: `job-${minute}` }),
		);
		const source = page(failed.reverse());
		expect(source).toContain('job-9<');
		expect(source).not.toContain('job-10<');
		expect(source).toContain('3 more failures in these days');
	});
});
