/** Who may import whom (see CONTRIBUTING.md). A folder is a stage; it reads what earlier stages wrote. */

const folder = (...names) => `^src/(${names.join('|')})(/|\\.tsx?$)`;
const onlyFrom = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: folder(...from) },
  to: { path: '^src/', pathNot: [folder(...from), folder(...allowed)] },
});

/** Experiments: which of their rooms may use which others. */
const room = (name, ...others) => ({
  name: `experiments-${name}`,
  severity: 'error',
  from: { path: `^src/experiments/${name}/` },
  to: { path: '^src/experiments/', pathNot: `^src/experiments/(${[name, ...others].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'duckdb-only-in-catalog',
      comment: 'One folder knows the database, so that it can be changed in one place.',
      severity: 'error',
      from: { pathNot: '^(src/catalog/|test/)' },
      to: { path: 'node_modules/@duckdb' },
    },
    {
      name: 'grpc-only-in-trainer',
      severity: 'error',
      from: { pathNot: '^(src/trainer/|src/generated/|test/)' },
      to: { path: '(node_modules/@grpc|^src/generated/vasg/)' },
    },
    {
      name: 'processes-only-in-trainer',
      severity: 'error',
      from: { pathNot: '^(src/trainer/|test/|benchmarks/)' },
      to: { path: 'node_modules/(execa|pythonia)/' },
    },
    onlyFrom(
      'pure-graph',
      ['graph'],
      ['kernels', 'errors', 'random'],
      'Walks know no files, no catalog.',
    ),
    onlyFrom('pure-kernels', ['kernels'], ['errors', 'generated']),
    onlyFrom('pure-encoder', ['encoder'], ['kernels', 'evaluation', 'errors']),
    onlyFrom('pure-evaluation', ['evaluation'], ['kernels', 'errors', 'lower-bound', 'random']),
    onlyFrom(
      'pure-sampling',
      ['sampling'],
      ['errors', 'evaluation', 'lower-bound', 'random', 'splitting'],
      'Samples are drawn from purchases alone; relations are those of the evaluation.',
    ),
    onlyFrom('pure-splitting', ['splitting'], ['errors', 'random']),
    onlyFrom('catalog', ['catalog'], ['errors', 'files', 'leading-columns', 'splitting']),
    onlyFrom('sources', ['sources'], ['errors', 'files', 'catalog']),
    onlyFrom('trainer', ['trainer'], ['generated', 'config', 'errors', 'files', 'safetensors']),
    onlyFrom('synth', ['synth'], ['random', 'errors', 'files', 'progress']),
    onlyFrom('config', ['config'], ['errors', 'files']),
    onlyFrom(
      'report',
      ['report'],
      ['experiments/reproduce/reproduction', 'errors', 'files', 'group-by', 'quantity'],
      'A report draws results; it computes none.',
    ),
    room('runs'),
    room('train', 'runs'),
    room('evaluate', 'runs'),
    room('steps', 'runs', 'train'),
    room('sweep', 'runs', 'train', 'evaluate', 'steps'),
    onlyFrom('presets', ['presets'], ['config', 'text-table']),
    {
      name: 'no-node-io-in-pure-stages',
      severity: 'error',
      from: { path: folder('graph', 'kernels', 'encoder', 'evaluation', 'sampling', 'splitting') },
      to: { path: '^(node:)?(fs|fs/promises|child_process|net|http)$' },
    },
    {
      name: 'nobody-imports-commands',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/commands/' },
      to: { path: '^src/commands/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
