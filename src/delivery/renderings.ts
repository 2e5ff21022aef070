/** Every way to write a report, loaded when it is asked for. */
import type { Report } from '../report/report.ts';
import type { Format, ViewSettings } from '../settings/view.ts';
import type { Write } from './file.ts';

export interface RenderOptions {
  text: ViewSettings['text'];
  failSlow: boolean;
  /** Straggler's own. */
  version: string;
}

export type Render = (report: Report, write: Write) => void;

export async function loadRendering(format: Format, options: RenderOptions): Promise<Render> {
  switch (format) {
    case 'json': {
      const { writeReportJson } = await import('../report/render/json.ts');
      return writeReportJson;
    }
    case 'text': {
      const { renderText } = await import('../report/render/text.ts');
      return (report, write) => write(renderText(report, options.text));
    }
    case 'html': {
      const { renderHtml } = await import('../report/render/html.ts');
      return (report, write) => write(renderHtml(report));
    }
    case 'junit': {
      const { renderJUnit } = await import('../report/render/junit.ts');
      return (report, write) => write(renderJUnit(report, { failSlow: options.failSlow }));
    }
    case 'sarif': {
      const [{ renderSarif }, { pageApart }] = await Promise.all([
        import('../report/render/sarif.ts'),
        import('../explain/pages.ts'),
      ]);
      const { version } = options;
      return (report, write) => write(renderSarif(report, { version, page: pageApart }));
    }
  }
}
