import { expect } from 'chai';
import { SetupError, TrainerUnavailableError, UsageError } from '../../src/errors.js';
import { CONTRACT_REVISION } from '../../src/trainer/contract.js';
import { checkRevision, connectTrainer, shakeHands } from '../../src/trainer/connect.js';
import { startFakeTrainer, type FakeBehaviour } from '../support/fake-trainer.js';
import { rejection } from '../support/rejection.js';

async function shakeHandsWith(behaviour: FakeBehaviour, token?: string) {
  const fake = await startFakeTrainer(behaviour, '127.0.0.1:0');
  const client = await connectTrainer(fake.address, { token });
  try {
    return await shakeHands(client);
  } finally {
    client.close();
    fake.stop();
  }
}

describe('connecting to a trainer', () => {
  it('learns what the trainer is', async () => {
    expect(await shakeHandsWith({})).to.include({ torchVersion: '2.13.0+cpu', device: 'cpu' });
  });

  it('sends the token with each call', async () => {
    expect(await shakeHandsWith({ token: 'secret' }, 'secret')).to.include({ deviceName: 'fake' });
    const error = await rejection(shakeHandsWith({ token: 'secret' }, 'wrong'), SetupError);
    expect(error.code).to.equal('TOKEN_REFUSED');
    expect(error.suggestions.join()).to.contain('VASG_TRAINER_TOKEN');
  });

  it('refuses a trainer that is shutting down', async () => {
    const error = await rejection(shakeHandsWith({ serving: false }), TrainerUnavailableError);
    expect(error.message).to.contain('shutting down');
  });

  it('refuses another revision and says which side is older', () => {
    expect(() => checkRevision(CONTRACT_REVISION + 1, 'gpu:7077')).to.throw(
      SetupError,
      'this program is older',
    );
    expect(() => checkRevision(0, 'gpu:7077')).to.throw(SetupError, 'the trainer is older');
    expect(() => checkRevision(CONTRACT_REVISION, 'gpu:7077')).not.to.throw();
  });

  it('says who does not answer', async () => {
    const client = await connectTrainer('127.0.0.1:1');
    const error = await rejection(client.getServerInfo(500), TrainerUnavailableError);
    expect(error.message).to.contain('127.0.0.1:1');
    client.close();
  });

  for (const [given, target] of [
    ['tcp:127.0.0.1:7077', '127.0.0.1:7077'],
    ['tcp:[::1]:7077', '[::1]:7077'],
    ['tcp:7077', 'tcp:7077'],
    ['unix:/tmp/t.sock', 'unix:/tmp/t.sock'],
  ] as const) {
    it(`takes ${given} for ${target}`, async () => {
      const client = await connectTrainer(given);
      expect(client.address).to.equal(target);
      client.close();
    });
  }

  for (const address of [
    'tcp:',
    'tcp:gpu:0',
    'tcp:gpu:',
    'gpu',
    'gpu:0',
    'gpu:70000',
    'http://gpu:7077',
    ':7077',
    'a b:1',
  ]) {
    it(`refuses the address "${address}"`, async () => {
      await rejection(connectTrainer(address), UsageError);
    });
  }

  it('names a certificate file that cannot be read', async () => {
    const error = await rejection(connectTrainer('gpu:7077', { caFile: '/none.pem' }), UsageError);
    expect(error.message).to.contain('/none.pem');
  });
});
