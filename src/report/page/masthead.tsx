import type { VNode } from 'preact';
import type { Reproduction } from '../../experiments/reproduce/reproduction.js';
import { quantity } from '../../quantity.js';
import { duration, listed } from '../format.js';
import { Fact } from './fact.js';

const GIBIBYTE = 2 ** 30;

/** What was run on what. */
export function Masthead({ reproduction }: { reproduction: Reproduction }): VNode {
  return (
    <header class="masthead">
      <p class="overline">Reproduction report</p>
      <h1>Visually Aware Skip‑Gram, measured again</h1>
      <p class="lead">
        Every table and figure of “Visually Aware Skip-Gram for Image Based Recommendations” (Tiwari
        et al., 2020), beside what the paper prints.
      </p>
      {reproduction.quick ? (
        <p class="banner">
          <b>Quick run.</b> Made to show that everything works, not to be compared with the paper.
        </p>
      ) : null}
      <Surroundings {...reproduction} />
    </header>
  );
}

function Surroundings({
  datasets,
  seeds,
  machine,
  wallSeconds,
  createdAt,
  versions,
}: Reproduction): VNode {
  const memory = (machine.memoryBytes / GIBIBYTE).toFixed(0);
  return (
    <dl class="facts">
      <Fact term="Data">{listed(datasets.map(({ dataset }) => dataset))}</Fact>
      <Fact term={seeds.length === 1 ? 'Seed' : 'Seeds'}>{listed(seeds)}</Fact>
      <Fact term="Last call on">
        {machine.cpu}, {quantity(machine.threads, 'thread')}, {memory} GiB
      </Fact>
      <Fact term="Trained on">{machine.device}</Fact>
      <Fact term="Work">{duration(wallSeconds)} in all steps, whenever they were done</Fact>
      <Fact term="Finished">
        <time dateTime={createdAt}>
          {createdAt.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC')}
        </time>
      </Fact>
      <Fact term="Versions">
        {Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(' · ')}
      </Fact>
    </dl>
  );
}

/** How it was measured, and what is missing. */
export function Protocol({ protocol, notes }: Reproduction): VNode {
  return (
    <>
      <Sentences title="Protocol" sentences={protocol} />
      <Sentences title="What is missing or deviates" sentences={notes} />
    </>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }): VNode {
  return (
    <section class="sentences">
      <h2>{title}</h2>
      {sentences.length === 0 ? (
        <p>Nothing.</p>
      ) : (
        <ul>
          {sentences.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How the tables are read. */
export function ReadingGuide(): VNode {
  return (
    <section class="guide" aria-labelledby="guide">
      <h2 id="guide">How to read the tables</h2>
      <p>
        <b>Paper</b> is what the paper prints, <b>Authors’ log</b> what the log of the authors’
        public code says, <b>Ours</b> the mean over seeds <small>± sample standard deviation</small>
        . A dash means not reported or not measured. Every number of ours with a{' '}
        <span class="dotted">dotted line</span> opens its source: the value of each seed and the
        runs it comes from. <code>vasg query "FROM runs"</code> lists those runs.
      </p>
    </section>
  );
}
