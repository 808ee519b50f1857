import type { VNode } from 'preact';
import type { Reproduction } from '../../experiments/reproduce/reproduction.js';
import type { Thumbnails } from '../thumbnails.js';
import { Dataset } from './dataset.js';
import { Masthead, Protocol, ReadingGuide } from './masthead.js';

interface Props {
  reproduction: Reproduction;
  thumbnails: Thumbnails;
  /** The style sheet. */
  style: string;
}

/** Nothing is fetched and no script runs, whatever the data holds. */
const SECURITY_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** The whole document. */
export function Page({ reproduction, thumbnails, style }: Props): VNode {
  const { datasets, seeds } = reproduction;
  const photoOf = (path: string | null): string | undefined => {
    const thumbnail = path === null ? undefined : thumbnails.get(path);
    return thumbnail && `#${thumbnail.id}`;
  };
  return (
    <html lang="en">
      <Head datasets={datasets} style={style} />
      <body>
        <a class="skip" href="#results">
          To the results
        </a>
        <Photos thumbnails={thumbnails} />
        <Masthead reproduction={reproduction} />
        <nav class="datasets" aria-label="Data sets">
          {datasets.map(({ dataset }, index) => (
            <a href={`#data-${index}`}>{dataset}</a>
          ))}
        </nav>
        <main id="results">
          <Protocol {...reproduction} />
          <ReadingGuide />
          {datasets.map((dataset, index) => (
            <Dataset prefix={`data-${index}`} dataset={dataset} seeds={seeds} photoOf={photoOf} />
          ))}
        </main>
      </body>
    </html>
  );
}

function Head({ datasets, style }: Pick<Reproduction, 'datasets'> & Pick<Props, 'style'>): VNode {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content={SECURITY_POLICY} />
      <title>{`VASG reproduction: ${datasets.map(({ dataset }) => dataset).join(', ')}`}</title>
      <link rel="icon" href="data:," />
      <style dangerouslySetInnerHTML={{ __html: style }} />
    </head>
  );
}

/** Every photo once; maps and examples refer to them. */
function Photos({ thumbnails }: { thumbnails: Thumbnails }): VNode {
  return (
    <svg class="photos" aria-hidden="true" width="0" height="0">
      {[...thumbnails.values()].map(({ id, dataUri }) => (
        <symbol id={id} viewBox="0 0 1 1">
          <image href={dataUri} width="1" height="1" />
          <rect class="edge" width="1" height="1" />
        </symbol>
      ))}
    </svg>
  );
}
