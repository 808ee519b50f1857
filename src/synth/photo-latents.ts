import { hash32, RandomStream } from '../random.js';
import { numStyles, type StyleMixtures, type StyleTree } from './styles.js';

/** What a photo shows, as three groups of numbers; only the first has to do with who buys the product. */
const STYLE_DIM = 16;
/** What sets the product apart from others of its styles. */
const DETAIL_DIM = 12;
/** How it was photographed: pose, background, lighting. */
const SCENE_DIM = 10;
/** Where the second and the third group begin. */
export const DETAIL_START = STYLE_DIM;
export const SCENE_START = STYLE_DIM + DETAIL_DIM;
export const LATENT_DIM = SCENE_START + SCENE_DIM;

/** Standard deviations of the three groups: how loud the style is beside what hides it. */
const STYLE_SCALE = 1;
const DETAIL_SCALE = 1.4;
const SCENE_SCALE = 2.4;
/** Photos share few scenes, so that unrelated products look alike; a remainder is each photo's own. */
const NUM_SCENES = 12;
const OWN_SCENE_SHARE = 0.3;
/** Share of a style's variance that its family has in common. */
const FAMILY_SHARE = 0.5;

/** Writes the latent numbers of one product into `into` [LATENT_DIM]. */
export type PhotoLatents = (product: number, into: Float64Array) => void;

/** Draws what styles and scenes look like. Each product's numbers are a pure function of (seed, product). */
export function drawPhotoLatents(
  mixtures: StyleMixtures,
  tree: StyleTree,
  seed: number,
): PhotoLatents {
  const styleLooks = drawStyleLooks(tree, new RandomStream(seed, 'synth.style-looks'));
  const scenes = drawNormals(NUM_SCENES * SCENE_DIM, new RandomStream(seed, 'synth.scenes'));
  return (product, into) => {
    const stream = new RandomStream(hash32(seed, product), 'synth.photo');
    writeStyle(mixtures, product, styleLooks, into);
    for (let i = 0; i < DETAIL_DIM; i++) into[DETAIL_START + i] = DETAIL_SCALE * stream.normal();
    const scene = stream.below(NUM_SCENES) * SCENE_DIM;
    for (let i = 0; i < SCENE_DIM; i++)
      into[SCENE_START + i] =
        SCENE_SCALE *
        (Math.sqrt(1 - OWN_SCENE_SHARE) * scenes[scene + i]! +
          Math.sqrt(OWN_SCENE_SHARE) * stream.normal());
  };
}

function writeStyle(
  mixtures: StyleMixtures,
  product: number,
  looks: Float64Array,
  into: Float64Array,
): void {
  into.fill(0, 0, STYLE_DIM);
  for (let place = product * mixtures.width; place < (product + 1) * mixtures.width; place++) {
    const weight = STYLE_SCALE * mixtures.weights[place]!;
    const look = mixtures.styles[place]! * STYLE_DIM;
    for (let i = 0; i < STYLE_DIM; i++) into[i]! += weight * looks[look + i]!;
  }
}

/** [styles * STYLE_DIM], unit variance, styles of a family nearer to each other. */
function drawStyleLooks(tree: StyleTree, stream: RandomStream): Float64Array {
  const families = drawNormals(tree.families * STYLE_DIM, stream);
  const looks = drawNormals(numStyles(tree) * STYLE_DIM, stream);
  return looks.map((own, i) => {
    const family = Math.floor(i / STYLE_DIM / tree.stylesPerFamily);
    const common = families[family * STYLE_DIM + (i % STYLE_DIM)]!;
    return Math.sqrt(FAMILY_SHARE) * common + Math.sqrt(1 - FAMILY_SHARE) * own;
  });
}

function drawNormals(count: number, stream: RandomStream): Float64Array {
  return Float64Array.from({ length: count }, () => stream.normal());
}
