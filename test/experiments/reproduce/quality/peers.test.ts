import { expect } from 'chai';
import { SetupError } from '../../../../src/errors.js';
import { PEERS, type PeerName } from '../../../../src/experiments/evaluate/peers.js';
import {
  choosePeers,
  fittedPeers,
  type AskForPeers,
} from '../../../../src/experiments/reproduce/quality/peers.js';
import {
  peerRankingStep,
  type PeerRanking,
} from '../../../../src/experiments/reproduce/rankings.js';
import { foundStep } from '../../../support/found-step.js';
import { makeBench, trialOf } from '../../../support/test-bench.js';

/** As if the library of `lacking` were not there; each time for a reason in other words. */
function asking(lacking: readonly PeerName[]) {
  const questions: (readonly PeerName[])[] = [];
  const ask: AskForPeers = (peers) => {
    questions.push(peers);
    const absent = peers.filter((peer) => lacking.includes(peer));
    const error = new SetupError(`Reason ${questions.length}.`);
    return Promise.resolve({
      usable: peers.filter((peer) => !lacking.includes(peer)),
      lacking: absent.length === 0 ? [] : [{ peers: absent, error }],
    });
  };
  return { ask, questions };
}

const FITTED: PeerRanking = {
  rows: [],
  fitted: { model: 'ALS', settings: { regularization: 10, alpha: 1 }, validationAuc: 0.8 },
};

describe('fittedPeers', () => {
  it('has what each was fitted with by seed', async () => {
    const { bench, log } = await makeBench();
    const [first, second] = [trialOf(1), trialOf(2)];
    await log.perform(foundStep(peerRankingStep(bench, second, 'als'), FITTED));
    const fitted = fittedPeers(bench, [first, second]);
    expect(fitted.get('ALS')).to.deep.equal([
      null,
      { settings: { regularization: 10, alpha: 1 }, validationAuc: 0.8 },
    ]);
    expect(fitted.get('EASE')).to.deep.equal([null, null]);
  });
});

describe('choosePeers', () => {
  const trials = [trialOf(1), trialOf(2)];

  it('takes all that can be measured, and has nothing to say then', async () => {
    const { bench } = await makeBench();
    const { peersOf, notes } = await choosePeers(bench, trials, asking([]).ask);
    expect(trials.map(peersOf)).to.deep.equal([PEERS, PEERS]);
    expect(notes).to.deep.equal([]);
    expect(peersOf(trialOf(3))).to.deep.equal([]);
  });

  it('leaves out those that cannot, and says so once for all seeds of a shop', async () => {
    const { bench } = await makeBench();
    const shops = [...trials, trialOf(1, 'shoes')];
    const { peersOf, notes } = await choosePeers(bench, shops, asking(['itemknn', 'als']).ask);
    expect(shops.map(peersOf)).to.deep.equal([['ease'], ['ease'], ['ease']]);
    expect(notes).to.deep.equal([
      'Section quality is without ItemKNN, ALS on men. Reason 1.',
      'Section quality is without ItemKNN, ALS on shoes. Reason 3.',
    ]);
  });

  it('keeps what is measured already, whatever is missing by now', async () => {
    const { bench, log } = await makeBench();
    await log.perform(foundStep(peerRankingStep(bench, trials[0]!, 'als'), FITTED));
    const { ask, questions } = asking(['als']);
    const { peersOf, notes } = await choosePeers(bench, trials, ask);
    expect(trials.map(peersOf)).to.deep.equal([PEERS, ['itemknn', 'ease']]);
    expect(questions).to.deep.equal([['itemknn', 'ease'], PEERS]);
    expect(notes).to.have.length(1);
  });
});
